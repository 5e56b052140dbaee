"""The content of ARCA, the registry of the official examples, and how somebody types it from a blank form."""

from playwright.sync_api import Locator

from tests.web.typist import Typist

TITLE = "[Test] ARCA"
DESCRIPTION = (
    "Disease registry for autosomal-recessive cerebellar ataxias (ARCAs), capturing genetic diagnosis, multisystemic "
    "disease phenotypes and longitudinal disease progression with clinician-reported outcomes and scales as well as "
    "patient-reported outcomes. The ARCA registry is GCP- and GDPR-conform, and implements core data elements "
    "required by ERDRI and the EMA. This registry contains 17 variables."
)
KEYWORDS = (
    "rare disease",
    "autosomal recessive cerebellar ataxia",
    "patient registry",
    "ARCA",
    "neurodegenerative disease",
    "ataxia",
    "neurology",
)
POPULATION = (
    "Patients diagnosed with autosomal-recessive cerebellar ataxias (ARCAs) from over 15 countries and 30 sites "
    "globally, with longitudinal clinical follow-up."
)
PROVENANCE = (
    "Data is collected from patients with autosomal-recessive cerebellar ataxias at participating university hospital "
    "specialist centers across multiple countries. Clinician-reported outcomes, disease scales, genetic diagnoses and "
    "patient-reported outcomes are captured longitudinally. The registry is a member of the European Reference "
    "Network for Rare Neurological Diseases (ERN-RND)."
)
PURPOSE = (
    "Secondary-use research to advance trial readiness for autosomal-recessive cerebellar ataxias, including natural "
    "history characterization, genotype-phenotype correlation, biomarker identification, and clinical trial planning."
)
BASIS = (
    "Processing is based on the EHDS Regulation (EU) 2025/327 for secondary use of health data, and applicable "
    "national legislation in Germany governing clinical registry research. The registry is GCP- and GDPR-conform."
)
CONDITIONS = (
    "Access to data is conditional on the issuance of a permit by the HDAB after submission of a data request "
    "application."
)
ACTIVITY = "Patient registry data collection through clinical encounters at specialized ataxia centers"
REGISTER = "https://eu-rd-platform.jrc.ec.europa.eu/erdridor/register/4876"
UNION = "https://european-union.europa.eu/"
LICENCE = "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
# A table: its title, its keywords, and its variables with name, title, type and description.
TABLES = (
    (
        "Patient identification",
        ("identification", "subject"),
        (("subjid", "Subject ID", "string", "Unique subject identifier for the patient."),),
    ),
    (
        "Patient demographic information",
        ("demographics", "patient identification"),
        (
            ("yob", "Date of birth (year)", "date", "Patient's date of birth (year)."),
            ("sex", "Sex", "integer", "Patient's sex."),
        ),
    ),
    (
        "Patient status",
        ("status", "vital status"),
        (
            ("subjstat", "Patient status", "string", "Patient's current status."),
            ("death", "Date of death", "date", "Patient's date of death."),
        ),
    ),
    (
        "First diagnosis",
        ("screening", "first contact"),
        (
            (
                "visdat_screening",
                "Visit date (screening)",
                "date",
                "Date of first contact with specialist center (screening visit).",
            ),
        ),
    ),
    (
        "Disease diagnosis",
        ("onset", "diagnosis"),
        (
            ("onset", "Age at onset", "integer", "Age at onset of ataxia symptoms."),
            ("visdat", "Visit date (diagnosis)", "date", "Date at which diagnosis was made."),
        ),
    ),
    (
        "Diagnosis",
        ("genetics", "genotype", "allele"),
        (
            (
                "gendiag",
                "Genetic diagnosis",
                "string",
                "Genetic diagnosis of the rare disease retained by the specialist centre.",
            ),
            ("allele1c", "Genetic diagnosis code type on allele 1", "string", "Genotype of allele 1."),
            ("allele2c", "Genetic diagnosis code type on allele 2", "string", "Genotype of allele 2."),
            ("diagconf", "Diagnosis confirmed", "boolean", "Whether genetic diagnosis is confirmed."),
        ),
    ),
    (
        "Research",
        ("research", "consent", "biobank"),
        (
            (
                "iccontact02",
                "Agreement to be contacted for research purposes",
                "boolean",
                "Patient's permission to be contacted for research purposes.",
            ),
            (
                "icdat06",
                "Consent to data use for other research purposes",
                "boolean",
                "Patient's consent for data to be reused for other research purposes.",
            ),
            ("smpldat", "Sampling date", "date", "Date of biological sample collection."),
            ("smplloc", "Storage location", "integer", "Biobank storage location for biological sample."),
        ),
    ),
    (
        "Disability",
        ("disability", "outcome"),
        (
            (
                "implicit",
                "Disability information",
                "string",
                "Information implicit to diagnosis of ataxia to be included in registry.",
            ),
        ),
    ),
)


def describe(typist: Typist) -> None:
    """From the blank form to the last section, each saved on the way to the next."""
    begin(typist)
    typist.click(typist.page.locator(".work .tasks a").first)
    for fill in (about, people, content, access, law, origin, related):
        fill(typist)
        typist.press("Save and next section")
    management(typist)
    typist.press("Save and back")


def begin(typist: Typist) -> None:
    page = typist.page
    typist.click(page.get_by_role("link", name="New description").first)
    typist.type(page.get_by_label("Title", exact=True), TITLE)
    typist.click(page.get_by_text("Open", exact=True))
    typist.press("Begin")


def about(typist: Typist) -> None:
    typist.fill("Description", DESCRIPTION)
    typist.rows("Keyword", KEYWORDS)
    typist.pick("Kind of health data", "mortality", "Medical and mortality registries")
    typist.pick("Health theme", "noncom", "Noncommunicable diseases")
    typist.pick("European theme", "health", "Health")
    typist.pick("Type of dataset", "stat", "Statistical data")


def people(typist: Typist) -> None:
    typist.fill("Number of people", "1 300")
    typist.fill("Number of records", "1 300")
    typist.fill("Youngest age", "5")
    typist.fill("Oldest age", "75")
    typist.fill("Population covered", POPULATION)
    typist.pick("Country or region", "germ", "Germany")


def content(typist: Typist) -> None:
    typist.choose("Structured data", "Yes")
    typist.pick("Coding system", "orpha", "ORPHA")
    typist.fill("Main codes", "ORPHA:284289")
    typist.pick("Language of the data", "engl", "English")
    sample = _distribution(typist, "Sample", "ARCA Registry Sample Data", "csv", "CSV")
    about_sample = "Synthetic sample data representing the structure of the ARCA registry variables."
    typist.fill("Description", about_sample, sample)
    typist.select("State", "Completed", sample)
    figures = _distribution(
        typist, "Figures and dashboards", "ARCA Registry Analytics Report", "html", "HTML"
    )
    typist.fill("Description", "Summary statistics and data quality report for the ARCA registry.", figures)
    variables(typist)


def variables(typist: Typist) -> None:
    group = typist.add("Variables")
    typist.fill("Title", "ARCA Registry", group)
    for title, keywords, columns in TABLES:
        table = typist.add("Table", group)
        typist.fill("Title", title, table)
        typist.rows("Keyword", keywords, table)
        for name, label, kind, meaning in columns:
            column = typist.add("Variable", table)
            typist.fill("Name", name, column)
            typist.fill("Title", label, column)
            typist.fill("Description", meaning, column)
            typist.fill("Data type", kind, column)


def _distribution(typist: Typist, label: str, title: str, typed: str, format_: str) -> Locator:
    part = typist.add(label)
    typist.fill("Title", title, part)
    typist.pick("File format", typed, format_, part)
    typist.fill("Access address", REGISTER, part)
    typist.select("How long available", "(AVAILABLE)", part)
    typist.fill("Licence", LICENCE, part)
    return part


def access(typist: Typist) -> None:
    body = _agent(typist, "Health data access body", "Union body", "administrative")
    _contact(typist, body, "union_body@europa.eu", UNION)
    coordinator = _agent(typist, "Coordinating access body", "Union body", "administrative")
    _contact(typist, coordinator, "", UNION)
    contact = typist.add("Contact")
    typist.fill("E-mail", "union_body@europa.eu", contact)
    typist.fill("Contact page", UNION, contact)
    part = _distribution(typist, "Distribution", "ARCA Registry Data Access via HDAB", "html", "HTML")
    said = (
        "Access to the ARCA registry data is provided through the EU RD Platform Health Data Access Body. "
        "Access is conditional on approval of a data request application."
    )
    typist.fill("Description", said, part)
    typist.fill("Conditions", CONDITIONS, typist.add("Rights", part))


def _agent(typist: Typist, label: str, name: str, kind: str) -> Locator:
    part = typist.add(label)
    typist.fill("Name", name, part)
    typist.select("Kind of organisation", kind, part)
    return part


def _contact(typist: Typist, agent: Locator, email: str, page: str) -> None:
    point = typist.add("Contact point", agent)
    if email:
        typist.fill("E-mail", email, point)
    typist.fill("Contact page", page, point)


def law(typist: Typist) -> None:
    for typed, option in (
        ("gender", "Gender"),
        ("age", "Age"),
        ("health rec", "Health record"),
        ("genetic", "Genetic"),
    ):
        typist.pick("Personal data", typed, option)
    typist.fill("Legal basis", BASIS, typist.add("Legal basis"))
    typist.fill("Purpose", PURPOSE, typist.add("Purpose"))
    kept = typist.add("Kept until")
    typist.fill("From", "2015-01-01", kept)
    typist.fill("To", "2035-12-31", kept)


def origin(typist: Typist) -> None:
    holder = "University of Tübingen - German Center for Neurodegenerative Diseases (DZNE)"
    _contact(
        typist, _agent(typist, "Data holder", holder, "Research institute"), "", "https://www.dzne.de/en/"
    )
    _contact(
        typist, _agent(typist, "Publisher", "Union body", "administrative"), "union_body@europa.eu", UNION
    )
    typist.fill("Provenance", PROVENANCE, typist.add("Provenance"))
    activity = typist.add("How the data came about")
    typist.fill("Name", ACTIVITY, activity)
    typist.pick("Kind of activity", "routine", "Routine", activity)
    label = typist.add("Quality label")
    typist.fill("Certificate", "https://eu-rd-platform.jrc.ec.europa.eu/mdr/detail/ARCA", label)
    typist.fill("Reason", "http://www.w3.org/ns/dqv#qualityAssessment", label)


def related(typist: Typist) -> None:
    typist.rows("Documentation", (REGISTER, "http://www.arca-registry.org"))
    typist.fill("Web page", UNION)


def management(typist: Typist) -> None:
    typist.fill("Identifier", "ARCA")
    other = typist.add("Other identifier")
    typist.fill("Identifier", "4876", other)
    typist.fill("Given by", "ERDRI.dor", other)
