"""Who may ask for what: one table, looked at before every request.

An endpoint that is missing here is refused to everybody, and a test fails for it. `PUBLIC` is for all; `SIGNED_IN` for
whoever is known; a permission for who has it in some organisation: whether it is the right one, the service decides
that knows whose the thing is.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from flask import Flask, current_app, request

from catalogue.domain.deliveries import NoKey
from catalogue.domain.errors import Forbidden
from catalogue.domain.people import GRANTS, Actor, Permission
from catalogue.web import crossing, languages, posted
from catalogue.web.actors import actor


class Access(StrEnum):
    """Who may ask, where that is no matter of permissions."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"


TABLE_OF: Final = "catalogue.permissions"  # where an application keeps its table, to which tests add routes
PUBLIC: Final = Access.PUBLIC
SIGNED_IN: Final = Access.SIGNED_IN
Need = Access | Permission


def _all(need: Need, names: str) -> dict[str, Need]:
    return dict.fromkeys(names.split(), need)


TABLE: Final[Mapping[str, Need]] = {
    # What everybody reads
    **_all(
        PUBLIC,
        "door pages.home pages.datasets pages.datasets_csv pages.datasets_rdf pages.datasets_feed "
        "pages.save_search pages.confirm_search pages.saved_searches pages.end_searches pages.decline_mails "
        "pages.dataset pages.variables pages.citation pages.conformance pages.catalogue pages.text "
        "pages.variable_search api.variables "
        "pages.compare pages.compare_csv pages.list pages.change_list pages.list_csv pages.list_rdf "
        "pages.things pages.thing "
        "api.compare api.themes api.holders api.access-bodies api.series api.keywords "
        "pages.history pages.history_feed pages.versions data.version "
        "pages.api pages.validate pages.submit pages.result pages.remove_result pages.download "
        "data.dataset data.description data.citation data.record data.record_as data.resource "
        "feeds.catalog feeds.catalog_as feeds.robots feeds.sitemap feeds.sitemap_part "
        "health.healthz health.readyz health.version api.openapi api.validate api.search api.suggestions",
    ),
    # Signing in
    **_all(PUBLIC, "pages.sign_in pages.forgotten pages.password pages.provider provider_back"),
    **_all(SIGNED_IN, "pages.sign_out"),
    # Accounts, organisations, keys, the audit log
    **_all(
        SIGNED_IN,
        "workspace.account workspace.change_account workspace.change_password workspace.end_sessions "
        "workspace.organisation",
    ),
    **_all(Permission.READ, "workspace.members"),
    **_all(
        Permission.MANAGE_MEMBERS,
        "workspace.rename_organisation workspace.invite workspace.change_member workspace.log workspace.log_csv",
    ),
    **_all(Permission.MANAGE_KEYS, "workspace.keys workspace.create_key workspace.revoke_key"),
    **_all(Permission.MANAGE_INSTANCE, "workspace.add_organisation workspace.people workspace.change_person"),
    # Describing: the workspace's home, task list and sections
    **_all(
        Permission.READ,
        "workspace.home workspace.description workspace.section workspace.conflict workspace.choices",
    ),
    **_all(
        Permission.EDIT,
        "workspace.new workspace.create workspace.change_level workspace.discard workspace.keep_section "
        "workspace.resolve",
    ),
    # Review, comments, history, checks, notices
    **_all(SIGNED_IN, "workspace.notices workspace.see_notices"),
    **_all(
        Permission.READ,
        "workspace.review workspace.history workspace.revision workspace.revision_as workspace.revision_variables "
        "workspace.compare workspace.preview workspace.preview_page workspace.preview_variables "
        "workspace.preview_data workspace.preview_feed workspace.preview_read",
    ),
    **_all(
        Permission.EDIT,  # who may publish where: the workflow says it
        "workspace.submit workspace.assign workspace.publish workspace.comment workspace.settle workspace.restore "
        "workspace.deletion workspace.delete_draft",
    ),
    **_all(Permission.REVIEW, "workspace.send_back workspace.approve"),
    **_all(Permission.HIDE, "workspace.hide"),
    **_all(Permission.WITHDRAW, "workspace.withdrawal workspace.withdraw workspace.bring_back"),
    **_all(Permission.CHECK, "workspace.checks workspace.check"),
    # Registers, and the starts
    **_all(
        SIGNED_IN,
        "workspace.register workspace.entry workspace.register_change workspace.export_sheet workspace.other_forms",
    ),
    **_all(
        Permission.EDIT,
        "workspace.begin_entry workspace.keep_entry workspace.discard_entry workspace.remove_entry "
        "workspace.entry_effects workspace.save_entry workspace.merge_entry workspace.unmerge_entry "
        "workspace.found_entries workspace.adopt_entry workspace.go_on "
        "workspace.templates workspace.start_from_template workspace.save_template workspace.remove_template "
        "workspace.duplicate workspace.start_from_duplicate workspace.start_from_other workspace.take_other "
        "workspace.upload workspace.receive workspace.handed_in workspace.take_file workspace.forget_file "
        "workspace.empty_sheet workspace.returned",
    ),
    **_all(PUBLIC, "entries.entry entries.entry_as"),
    # Variables
    **_all(Permission.READ, "workspace.variables workspace.variables_csv"),
    **_all(
        Permission.EDIT,
        "workspace.change_variables workspace.variable_file workspace.hand_in_variables workspace.merge_variables",
    ),
    # Programs: /api/v1 and the Health Data Hub's contract
    **_all(SIGNED_IN, "api.whoami api.read health_data_hub.whoami"),
    **_all(Permission.READ, "api.list api.revisions api.revision"),
    **_all(Permission.EDIT, "api.create api.replace api.patch api.delete api.submit api.publish api.batch"),
    **_all(Permission.WITHDRAW, "api.withdraw api.undo-withdrawal"),
    **_all(Permission.CHECK, "api.check"),
    **_all(Permission.EDIT, "health_data_hub.ingest health_data_hub.ingest_origin health_data_hub.remove"),
}


def register(app: Flask) -> None:
    """Have every request looked at before it is answered."""
    app.extensions[TABLE_OF] = dict(TABLE)
    app.before_request(check)


def check() -> Any:
    """Refuse what its sender may not ask for; who has to sign in first is led there, with what they posted."""
    if request.endpoint is None or request.method == "OPTIONS":
        return None
    need = current_app.extensions[TABLE_OF].get(request.endpoint)
    if need is PUBLIC:
        return None
    who = actor()
    if not who.known:
        return _lead_to_sign_in()
    if need is None or not is_allowed(who, need):
        raise Forbidden
    return _check_form() if languages.of_path() and request.method not in crossing.SAFE else None


def is_allowed(who: Actor, need: Need) -> bool:
    """Whether somebody has what an endpoint needs, in some organisation."""
    if isinstance(need, Access):
        return need is PUBLIC or who.known
    return who.administrator or any(need in GRANTS[role] for roles in who.roles.values() for role in roles)


def _lead_to_sign_in() -> Any:
    if not languages.of_path():
        raise NoKey
    return posted.lead_to_sign_in()


def _check_form() -> Any:
    """A form without a token of this session is another site's, or one of an earlier session of the same person."""
    if crossing.is_from_elsewhere():
        raise Forbidden
    posted.take_in()
    if crossing.is_of_session():
        return None
    if crossing.is_surely_from_here():
        return posted.offer_again()
    raise Forbidden
