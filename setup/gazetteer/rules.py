"""What the sources leave open or get wrong, decided here, each with its reason."""

# Natural Earth gives these areas no ISO 3166-1 code, or another one. An area without a code goes where GeoNames puts
# its settlements, so that a place and the area around it never disagree. Areas that GeoNames gives to nobody belong to
# no country; they become regions. Keys: Natural Earth's iso_3166_2, else its adm0_a3.
COUNTRY_OF = {
    "ALD": "ALA",
    "KOS": "XKX",  # Kosovo: XKX is a user-assigned code, the one GeoNames and most data providers use
    "PSX": "PSE",
    "SAH": "ESH",
    "SDS": "SSD",
    "CYN": "CYP",  # Northern Cyprus
    "SOL": "SOM",  # Somaliland
    "KAB": "KAZ",  # Baikonur, leased to Russia
    "USG": "CUB",  # Guantanamo Bay, leased to the United States
    "ESB": "GBR",  # Dhekelia and Akrotiri, sovereign bases on Cyprus
    "WSB": "GBR",
    "ATC": "AUS",
    "CSI": "AUS",
    "CLP": "FRA",
    "MA-15": "ESH",  # Laâyoune and Dakhla: their codes are Morocco's
    "MA-16": "ESH",
    "KAS": "",  # Siachen glacier
    "PGA": "",  # Spratly Islands
    "UA-40": "UKR",  # Sevastopol and Crimea: the code says Ukraine, Natural Earth draws who holds it
    "UA-43": "UKR",
    "CN-X01~": "",  # Paracel Islands
    # Parts of a state that have an ISO 3166-1 code of their own.
    "FR-GF": "GUF",
    "FR-GP": "GLP",
    "FR-MQ": "MTQ",
    "FR-RE": "REU",
    "FR-YT": "MYT",
    "NL-BQ1": "BES",
    "NL-BQ2": "BES",
    "NL-BQ3": "BES",
    "NO-21": "SJM",
    "NO-X01~": "BVT",
    "-99-X14~": "CXR",
    "-99-X15~": "CCK",
    "TK-X01~": "TKL",
}

# Codes that have changed, or that Natural Earth gives twice; by its adm1_code where the code alone is not enough.
CODE_OF = {
    "IQ-TS": "IQ-KI",  # at-Ta'mim became Kirkuk
    "NL-BQ1": "BQ-BO",
    "NL-BQ2": "BQ-SA",
    "NL-BQ3": "BQ-SE",
    "SDN-5857": "SD-DE",  # East Darfur
    "MOZ-5854": "MZ-MPM",  # Maputo city
    "COL-1399": "CO-DC",  # Bogotá
    "LAO-3283": "LA-VT",  # Vientiane prefecture
    "PER-587": "PE-LMA",  # Lima province
    "SLB-3507": "SB-WE",
    "MDV-5234": "MV-MLE",
    "AFG-1769": "AF-PAN",  # named and coded as its neighbour in Natural Earth, as are the next four
    "AFG-1753": "AF-DAY",
    "HRV-1604": "HR-11",
    "MWI-1194": "MW-KR",
    "UGA-3371": "UG-419",
    "IRN-5490": "IR-32",  # Alborz, in the numbering that Natural Earth uses for Iran
}

# Rows whose translations are of something else (a wrong Wikidata link): only Natural Earth's own name is taken.
WRONG_TRANSLATIONS = {
    "KOS-5902", "KOS-5907", "KOS-5908", "MLI-2794", "DNK-3419", "HKG-5155", "ARE-344", "ARE-347", "USA-3556",
    "MEX-2727", "AFG-1769", "AFG-1753", "HRV-1604", "MWI-1194", "UGA-3371",
}  # fmt: skip

# The English name shown, where both of Natural Earth's are out of date or unusual; its own stay as aliases.
ADMIN1_NAME = {
    "SYR-5261": "UNDOF zone",
    "-99-X06~": "Siachen Glacier",
    "KAZ-4830": "Astana",
    "MEX-2727": "Mexico City",
    "AFG-1769": "Panjshir",
    "AFG-1753": "Daykundi",
    "HRV-1604": "Požega-Slavonia",
    "MWI-1194": "Karonga",
    "UGA-3371": "Kiruhura",
    "IQ-AN": "Anbar",
    "IQ-QA": "Qadisiyah",
    "IQ-MU": "Muthanna",
    "SY-HA": "Hasakah",
    "SY-RA": "Raqqa",
    "SY-SU": "Suwayda",
}

COUNTRY_NAME = {
    "ALA": "Åland Islands",
    "BES": "Bonaire, Sint Eustatius and Saba",
    "BLM": "Saint Barthélemy",
    "CIV": "Côte d’Ivoire",
    "CUW": "Curaçao",
    "NLD": "Netherlands",
    "PCN": "Pitcairn Islands",
    "PSE": "Palestine",
    "REU": "Réunion",
    "STP": "São Tomé and Príncipe",
    "TLS": "Timor-Leste",
    "TUR": "Türkiye",
    "VAT": "Vatican City",
}

# No longer countries, though GeoNames still lists them.
DISSOLVED = {"ANT", "SCG"}

# Natural Earth's columns name_xx, and the ISO 639 codes they stand for.
NATURAL_EARTH_LANGUAGES = {
    code: {"zht": "zh-Hant"}.get(code, code)
    for code in (
        "ar", "bn", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "pl", "pt",
        "ru", "sv", "tr", "uk", "ur", "vi", "zh", "zht",
    )
}  # fmt: skip
CLDR_LANGUAGES = [
    *NATURAL_EARTH_LANGUAGES.values(),
    "am", "az", "bg", "cs", "fi", "ha", "hy", "ka", "ckb", "ku", "my", "ne", "ps", "ro", "so", "sr", "sw", "ta", "th",
    "uz",
]  # fmt: skip

# "Governorate of" and the like: a name is also looked for without it.
ARABIC_KIND_OF_UNIT = ("محافظة", "ولاية", "مقاطعة", "إقليم", "منطقة")
