"""Words that stand beside years, ages and numbers, in English and French, folded and in small letters."""

from typing import Final

# Before a criterion, what makes it another one: "not before 2015", "born in 1990", "sauf en 2012".
TURNING: Final = frozenset(
    "not no never except excluding exclude without outside born birth births pas non jamais sauf hors excepte "
    "hormis sans ne nee nes nees naissance naissances".split()
)
# What says where a range begins or ends, with the numbers and without them.
COMPARING: Final = frozenset(
    "before prior earlier until till after later since starting onwards between during throughout over above under "
    "below older younger more less fewer than least most avant anterieur anterieure jusque jusqu apres posterieur "
    "posterieure depuis partir entre pendant durant plus moins".split()
)
MONTHS: Final = frozenset(
    "january february march april may june july august september october november december jan feb apr aug sep sept "
    "oct nov dec janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fevr avr "
    "juil".split()
)
# Before a number alone, what makes it no year: what numbers its own things.
NUMBERING: Final = frozenset(
    "icd cim icpc cisp snomed loinc atc orpha orphanet mesh omim iso code codes article regulation reglement directive "
    "version numero number no chapter chapitre".split()
)
# Before a number, what it measures instead of an age.
MEASURING: Final = frozenset("bmi imc score cd4 hba1c".split())

ANYBODY: Final = (
    "people|persons?|individuals|participants|subjects|patients?|patientes|personnes?|individus|sujets"
)
SOMEBODY: Final = (
    "children|adults?|adolescents?|women|men|girls|boys|infants|newborns|enfants|adultes|femmes|hommes|filles|garcons|"
    "nourrissons"
)
COUNTED: Final = (
    f"{ANYBODY}|{SOMEBODY}|births|deaths|cases|hospitals|families|households|samples|records|naissances|deces|cas|"
    "hopitaux|familles|menages|echantillons|m?g|kg|ml|k?cal|k?m|metres?|euros?|steps|pas|hours?|days|weeks|months|heures|"
    "jours|semaines|mois|ans|years"
)
