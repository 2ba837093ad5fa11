"""Codes that other programs ask for: three-letter countries, CAMEO's numbers for PLOVER's roots."""

from __future__ import annotations

import re

_PAIRS = """
AD AND AE ARE AF AFG AG ATG AL ALB AM ARM AO AGO AR ARG AT AUT AU AUS AZ AZE BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR
BH BHR BI BDI BJ BEN BN BRN BO BOL BR BRA BS BHS BT BTN BW BWA BY BLR BZ BLZ CA CAN CD COD CF CAF CG COG CH CHE CI CIV
CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CY CYP CZ CZE DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST
EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN FJ FJI FM FSM FR FRA GA GAB GB GBR GD GRD GE GEO GH GHA GL GRL GM GMB GN GIN
GQ GNQ GR GRC GT GTM GW GNB GY GUY HK HKG HN HND HR HRV HT HTI HU HUN ID IDN IE IRL IL ISR IN IND IQ IRQ IR IRN IS ISL
IT ITA JM JAM JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KZ KAZ LA LAO LB LBN LC LCA
LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA ME MNE MG MDG MH MHL MK MKD ML MLI MM MMR
MN MNG MO MAC MR MRT MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM NE NER NG NGA NI NIC NL NLD NO NOR NP NPL
NR NRU NZ NZL OM OMN PA PAN PE PER PG PNG PH PHL PK PAK PL POL PR PRI PS PSE PT PRT PW PLW PY PRY QA QAT RO ROU RS SRB
RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SI SVN SK SVK SL SLE SM SMR SN SEN SO SOM SR SUR SS SSD ST STP
SV SLV SY SYR SZ SWZ TD TCD TG TGO TH THA TJ TJK TL TLS TM TKM TN TUN TO TON TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR
UG UGA US USA UY URY UZ UZB VA VAT VC VCT VE VEN VN VNM VU VUT WS WSM XK XKX YE YEM ZA ZAF ZM ZMB ZW ZWE
"""
ISO3: dict[str, str] = dict(re.findall(r"([A-Z]{2})\s([A-Z]{3})\b", _PAIRS))
"""ISO 3166-1: two letters to three."""

_FIPS_PAIRS = """
AD AN AG AC AT AU AU AS AZ AJ BA BK BD BG BF UV BG BU BH BA BI BY BJ BN BN BX BO BL BS BF BW BC BY BO BZ BH CD CG CF CT
CG CF CH SZ CI IV CL CI CN CH CR CS CZ EZ DE GM DK DA DM DO DO DR DZ AG EE EN EH WI ES SP GA GB GB UK GD GJ GE GG GM GA
GN GV GQ EK GW PU HN HO HT HA IE EI IL IS IQ IZ IS IC JP JA KH CB KI KR KM CN KN SC KP KN KR KS KW KU LB LE LC ST LI LS
LK CE LR LI LS LT LT LH LV LG MA MO MC MN ME MJ MG MA MH RM MM BM MN MG MO MC MU MP MW MI NA WA NE NG NG NI NI NU OM MU
PA PM PG PP PH RP PR RQ PS WE PT PO PW PS PY PA RS RI RU RS SB BP SC SE SD SU SE SW SG SN SK LO SN SG SR NS SS OD ST TP
SV ES SZ WZ TD CD TG TO TJ TI TL TT TM TX TN TS TO TN TR TU TT TD UA UP VA VT VN VM VU NH XK KV YE YM ZA SF ZM ZA ZW ZI
"""
FIPS: dict[str, str] = dict(re.findall(r"([A-Z]{2})\s([A-Z]{2})\b", _FIPS_PAIRS))
"""ISO 3166-1 to FIPS 10-4, where the two letters differ. The Palestinian territories are two there; the West Bank
stands for both."""

_CAMEO_OTHERS = {"RO": "ROM", "TL": "TMP"}
"""CAMEO's countries are ISO's three letters as they were; these have changed since."""

CAMEO = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07", "CONCEDE": "08", "RETREAT": "08",
    "REQUEST": "10", "ACCUSE": "11", "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "MOBILIZE": "15",
    "SANCTION": "16", "COERCE": "17", "ASSAULT": "18",
}  # fmt: skip
"""The root of CAMEO that each of PLOVER's sixteen comes from."""

QUAD = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""

SCALE = {
    "AGREE": 3.0, "CONSULT": 1.5, "SUPPORT": 4.0, "CONCEDE": 5.0, "COOPERATE": 6.0, "AID": 7.0, "RETREAT": 5.0,
    "REQUEST": -1.0, "ACCUSE": -2.0, "REJECT": -4.0, "THREATEN": -5.0, "PROTEST": -6.5, "SANCTION": -6.0,
    "MOBILIZE": -7.0, "COERCE": -7.5, "ASSAULT": -9.5,
}  # fmt: skip
"""One step for each root, in the order of Goldstein's scale from -10 to 10."""


def country(entity: str | None) -> str | None:
    """The two-letter code in a state's, an office's or a body's id."""
    kind, _, rest = (entity or "").partition("/")
    code = rest.split("/")[0]
    return code if kind in ("state", "office", "government") and code in ISO3 else None


def fips(code: str | None) -> str | None:
    """FIPS 10-4's two letters for ISO's; GDELT has them wherever a place is meant."""
    return FIPS.get(code, code) if code is not None else None


def cameo_country(entity: str | None) -> str:
    """CAMEO's three letters for a state, an office or a body of one, empty where there is none."""
    code = country(entity) or ""
    return _CAMEO_OTHERS.get(code, ISO3.get(code, ""))


def country3(entity: str | None) -> str:
    """The three-letter code, empty where there is none."""
    return ISO3.get(country(entity) or "", "")
