#include "business/sample/words.h"

#include <array>

namespace tusk::business::sample {
namespace {

using std::string_view;

constexpr std::array<string_view, 40> swedish_given{
    "Anna",   "Erik",    "Åsa",        "Lars",   "Karin",  "Mikael",   "Märta",    "Björn",
    "Sofia",  "Anders",  "Linnéa",     "Johan",  "Eva",    "Göran",    "Ebba",     "Oskar",
    "Maja",   "Nils",    "Ingrid",     "Håkan",  "Elin",   "Per-Olof", "Saga",     "Gustav",
    "Agnes",  "Mattias", "Lovisa",     "Jörgen", "Hanna",  "Fredrik",  "Kerstin",  "Tobias",
    "Amanda", "Stefan",  "Ulla-Britt", "Viktor", "Annika", "Rasmus",   "Birgitta", "Emil"};
constexpr std::array<string_view, 40> swedish_family{
    "Berg",       "Lindström",    "Öberg",     "Nilsson",   "Åkesson",   "Sjögren",
    "Ekström",    "Hedlund",      "Karlsson",  "Nordin",    "Wallin",    "Lundqvist",
    "Strömberg",  "Hägg",         "Björklund", "Forsberg",  "Sandström", "Eriksson",
    "Åberg",      "Norberg",      "Lindén",    "Engström",  "Holmgren",  "Jönsson",
    "Söderberg",  "Gustafsson",   "Ström",     "Blomqvist", "Ångman",    "Isaksson",
    "Fjällström", "Persson",      "Rönnqvist", "Dahlin",    "Marklund",  "af Klintberg",
    "von Essen",  "Bergström-Ek", "Östlund",   "Hellström"};
constexpr std::array<string_view, 16> swedish_streets{
    "Storgatan",     "Kungsgatan",      "Sandviksgatan", "Skeppsbrogatan",
    "Industrivägen", "Hantverkargatan", "Malmvägen",     "Björkskatan",
    "Nygatan",       "Järnvägsgatan",   "Rådhustorget",  "Ängesvägen",
    "Smedjegatan",   "Östra Hamngatan", "Kyrkbyvägen",   "Varvsgatan"};
constexpr std::array<Town, 14> swedish_towns{
    Town{"Luleå", "972 38"},     Town{"Umeå", "903 26"},       Town{"Piteå", "941 31"},
    Town{"Boden", "961 32"},     Town{"Skellefteå", "931 30"}, Town{"Kiruna", "981 31"},
    Town{"Sundsvall", "852 30"}, Town{"Östersund", "831 31"},  Town{"Gävle", "803 11"},
    Town{"Stockholm", "111 22"}, Town{"Uppsala", "753 20"},    Town{"Göteborg", "411 04"},
    Town{"Malmö", "211 22"},     Town{"Haparanda", "953 31"}};
constexpr std::array<string_view, 30> swedish_firms{
    "Byggservice",  "Måleri",          "El & Larm",       "Rörteknik",         "Fastigheter",
    "Plåtslageri",  "Snickeri",        "Schakt & Frakt",  "Glasmästeri",       "Arkitekter",
    "Betong",       "Kranar",          "Golv & Kakel",    "Hissteknik",        "Ventilation",
    "Redovisning",  "Städtjänst",      "Maskinuthyrning", "Trävaror",          "Järnhandel",
    "Brf Solrosen", "Brf Älvstranden", "Trädgård",        "Konsult",           "Stålbyggen",
    "Isolering",    "Lås & Nyckel",    "Takentreprenad",  "Mark & Anläggning", "Energi"};
constexpr std::array<string_view, 4> swedish_suffixes{"AB", "AB", "HB", "i Norr AB"};
constexpr std::array<string_view, 12> swedish_titles{
    "Platschef",    "Inköpare",   "Verkställande direktör", "Projektledare", "Ekonomichef",
    "Arbetsledare", "Säljare",    "Fastighetsförvaltare",   "Konstruktör",   "Administratör",
    "Kalkylator",   "Vaktmästare"};
// Ranges of the Swedish authority for books and films.
constexpr std::array<string_view, 3> swedish_phones{"0980-319 2", "08-465 004 ", "031-390 06 "};
constexpr std::array<string_view, 2> swedish_mobiles{"070-174 06 ", "070-174 05 "};

constexpr std::array<string_view, 20> norwegian_given{
    "Øystein", "Ingrid", "Bjørn",    "Åse",   "Håkon",      "Solveig", "Kåre",
    "Marit",   "Sondre", "Gro",      "Ståle", "Anne-Grete", "Jørn",    "Silje",
    "Magnus",  "Randi",  "Tor Egil", "Hege",  "Geir",       "Liv"};
constexpr std::array<string_view, 16> norwegian_family{
    "Hansen",  "Østby",   "Bjørnstad", "Lårdal",    "Sæther", "Haugen", "Nygård", "Kristoffersen",
    "Rønning", "Ødegård", "Berg",      "Fjellheim", "Solli",  "Tveit",  "Myhre",  "Aasen"};
constexpr std::array<string_view, 8> norwegian_streets{
    "Storgata",         "Kirkegata",   "Sjøgata", "Industriveien",
    "Dronningens gate", "Ærfuglveien", "Åsveien", "Fjordgata"};
constexpr std::array<Town, 7> norwegian_towns{Town{"Narvik", "8514"},    Town{"Tromsø", "9008"},
                                              Town{"Bodø", "8006"},      Town{"Oslo", "0154"},
                                              Town{"Trondheim", "7011"}, Town{"Ålesund", "6002"},
                                              Town{"Mo i Rana", "8622"}};
constexpr std::array<string_view, 10> norwegian_firms{
    "Entreprenør",    "Rørleggerbedrift", "Byggevarer", "Elektro", "Eiendom",
    "Maling & Tapet", "Transport",        "Tømrer",     "Betong",  "Regnskap"};
constexpr std::array<string_view, 3> norwegian_suffixes{"AS", "AS", "ASA"};
constexpr std::array<string_view, 6> norwegian_titles{"Daglig leder", "Prosjektleder", "Innkjøper",
                                                      "Økonomisjef",  "Anleggsleder",  "Salgssjef"};
constexpr std::array<string_view, 2> norwegian_phones{"+47 76 95 ", "+47 22 00 "};
constexpr std::array<string_view, 2> norwegian_mobiles{"+47 400 00 ", "+47 900 00 "};

constexpr std::array<string_view, 20> polish_given{
    "Łukasz",      "Agnieszka", "Małgorzata", "Paweł",  "Żaneta", "Krzysztof", "Zofia",
    "Wojciech",    "Joanna",    "Stanisław",  "Bożena", "Michał", "Elżbieta",  "Grzegorz",
    "Świętosława", "Jędrzej",   "Katarzyna",  "Piotr",  "Róża",   "Tomasz"};
constexpr std::array<string_view, 16> polish_family{
    "Wiśniewski",          "Dąbrowska", "Kowalczyk", "Zieliński", "Szymańska",  "Woźniak",
    "Kozłowska",           "Jankowski", "Mazur",     "Krawczyk",  "Żółkiewski", "Łęcka",
    "Brzęczyszczykiewicz", "Ćwikła",    "Nowak",     "Gąsior"};
constexpr std::array<string_view, 6> polish_streets{"ul. Długa",          "ul. Świętojańska",
                                                    "al. Niepodległości", "ul. Łąkowa",
                                                    "ul. Żeromskiego",    "pl. Wolności"};
constexpr std::array<Town, 6> polish_towns{Town{"Gdańsk", "80-831"},  Town{"Łódź", "90-001"},
                                           Town{"Kraków", "31-042"},  Town{"Warszawa", "00-238"},
                                           Town{"Wrocław", "50-101"}, Town{"Gdynia", "81-368"}};
constexpr std::array<string_view, 8> polish_firms{"Stolarka",  "Usługi Budowlane", "Okna i Drzwi",
                                                  "Hurtownia", "Transport",        "Stal",
                                                  "Meble",     "Wykończenia"};
constexpr std::array<string_view, 3> polish_suffixes{"sp. z o.o.", "S.A.", "sp. z o.o."};
constexpr std::array<string_view, 5> polish_titles{"Kierownik budowy", "Księgowa", "Dyrektor",
                                                   "Specjalista ds. zakupów", "Właściciel"};
constexpr std::array<string_view, 2> polish_phones{"+48 58 300 ", "+48 22 400 "};
constexpr std::array<string_view, 1> polish_mobiles{"+48 500 000 "};

constexpr std::array<string_view, 16> arabic_given{"أحمد", "فاطمة", "محمد", "عائشة", "خالد", "ليلى",
                                                   "يوسف", "مريم",  "عمر",  "نور",   "سامي", "هدى",
                                                   "طارق", "زينب",  "كريم", "سلمى"};
constexpr std::array<string_view, 12> arabic_family{"الحسن", "النجار", "حداد",     "العلي",
                                                    "منصور", "الخطيب", "عبد الله", "السيد",
                                                    "درويش", "قاسم",   "البغدادي", "شاهين"};
constexpr std::array<string_view, 4> arabic_streets{"شارع الملك فيصل", "شارع النيل", "طريق الجامعة",
                                                    "شارع السلام"};
constexpr std::array<Town, 4> arabic_towns{Town{"عمّان", "11118"}, Town{"إربد", "21110"},
                                           Town{"الزرقاء", "13110"}, Town{"العقبة", "77110"}};
constexpr std::array<string_view, 6> arabic_firms{"للمقاولات", "للتجارة", "للإنشاءات",
                                                  "للنقل",     "للأثاث",  "للهندسة"};
constexpr std::array<string_view, 2> arabic_suffixes{"ذ.م.م", "وشركاه"};
constexpr std::array<string_view, 4> arabic_titles{"مدير المشروع", "محاسب", "مهندس", "مدير عام"};
constexpr std::array<string_view, 1> arabic_phones{"+962 6 500 "};
constexpr std::array<string_view, 1> arabic_mobiles{"+962 79 000 "};

constexpr std::array<string_view, 10> note_texts{
    "Vill ha faktura som PDF. Ring helst före kl. 10.",
    "Träffades på mässan i Luleå. Återkommer om ramavtal efter sommaren.",
    "Portkod finns hos vaktmästaren.\nNyckel kvitteras ut i receptionen.",
    "Betalade sent 2025; kräv förskott vid större order.",
    "Föredrar e-post framför telefon.",
    "Har egen kran. Kan låna ut bygghiss.",
    "Wants invoices in English.",
    "Rådgivare: Åsa. Ersättare under semestern: Märta.",
    "Lastkaj på baksidan, max höjd 3,6 m.",
    "Möte varje första tisdag i månaden."};

constexpr Country swedish{"SE",           "sv",           "SEK",
                          swedish_given,  swedish_family, swedish_streets,
                          swedish_towns,  swedish_firms,  swedish_suffixes,
                          swedish_titles, swedish_phones, swedish_mobiles};
constexpr Country norwegian{"NO",
                            "nb",
                            "NOK",
                            norwegian_given,
                            norwegian_family,
                            norwegian_streets,
                            norwegian_towns,
                            norwegian_firms,
                            norwegian_suffixes,
                            norwegian_titles,
                            norwegian_phones,
                            norwegian_mobiles};
constexpr Country polish{
    "PL",         "pl",         "PLN",           polish_given,  polish_family, polish_streets,
    polish_towns, polish_firms, polish_suffixes, polish_titles, polish_phones, polish_mobiles};
constexpr Country arabic{
    "JO",         "ar",         "JOD",           arabic_given,  arabic_family, arabic_streets,
    arabic_towns, arabic_firms, arabic_suffixes, arabic_titles, arabic_phones, arabic_mobiles};

}  // namespace

const Country& country_of(Origin origin) {
  switch (origin) {
    case Origin::swedish:
      return swedish;
    case Origin::norwegian:
      return norwegian;
    case Origin::polish:
      return polish;
    case Origin::arabic:
      return arabic;
  }
  return swedish;
}

Words notes() {
  return note_texts;
}

}  // namespace tusk::business::sample
