#include "business/import/country.h"

#include <algorithm>
#include <array>
#include <map>

#include "business/import/words.h"

namespace tusk::business {
namespace {

struct Country {
  std::string_view code;
  std::string_view names;  // separated by |
};

constexpr std::array countries{
    Country{"AE",
            "ARE|United Arab Emirates|Förenade Arabemiraten|الإمارات العربية المتحدة|الإمارات"},
    Country{"AT", "AUT|Austria|Österrike|Österreich"},
    Country{"AU", "AUS|Australia|Australien"},
    Country{"AX", "ALA|Åland|Åland Islands"},
    Country{"BA", "BIH|Bosnia and Herzegovina|Bosnien och Hercegovina"},
    Country{"BE", "BEL|Belgium|Belgien|België|Belgique"},
    Country{"BG", "BGR|Bulgaria|Bulgarien|България"},
    Country{"BR", "BRA|Brazil|Brasilien|Brasil"},
    Country{"CA", "CAN|Canada|Kanada"},
    Country{"CH", "CHE|Switzerland|Schweiz|Suisse|Svizzera"},
    Country{"CN", "CHN|China|Kina|中国"},
    Country{"CY", "CYP|Cyprus|Cypern"},
    Country{"CZ", "CZE|Czechia|Czech Republic|Tjeckien|Česko|Česká republika"},
    Country{"DE", "DEU|Germany|Tyskland|Deutschland"},
    Country{"DK", "DNK|Denmark|Danmark"},
    Country{"EE", "EST|Estonia|Estland|Eesti"},
    Country{"EG", "EGY|Egypt|Egypten|مصر"},
    Country{"ES", "ESP|Spain|Spanien|España"},
    Country{"FI", "FIN|Finland|Suomi"},
    Country{"FO", "FRO|Faroe Islands|Färöarna|Føroyar"},
    Country{"FR", "FRA|France|Frankrike"},
    Country{"GB", "GBR|UK|U.K.|United Kingdom|Great Britain|England|Scotland|Wales|Storbritannien"},
    Country{"GL", "GRL|Greenland|Grönland"},
    Country{"GR", "GRC|Greece|Grekland|Ελλάδα"},
    Country{"HR", "HRV|Croatia|Kroatien|Hrvatska"},
    Country{"HU", "HUN|Hungary|Ungern|Magyarország"},
    Country{"IE", "IRL|Ireland|Irland|Éire"},
    Country{"IL", "ISR|Israel"},
    Country{"IN", "IND|India|Indien"},
    Country{"IQ", "IRQ|Iraq|Irak|العراق"},
    Country{"IR", "IRN|Iran"},
    Country{"IS", "ISL|Iceland|Island|Ísland"},
    Country{"IT", "ITA|Italy|Italien|Italia"},
    Country{"JO", "JOR|Jordan|Jordanien|الأردن"},
    Country{"JP", "JPN|Japan|日本"},
    Country{"KR", "KOR|South Korea|Korea|Sydkorea"},
    Country{"LB", "LBN|Lebanon|Libanon|لبنان"},
    Country{"LT", "LTU|Lithuania|Litauen|Lietuva"},
    Country{"LU", "LUX|Luxembourg|Luxemburg"},
    Country{"LV", "LVA|Latvia|Lettland|Latvija"},
    Country{"MA", "MAR|Morocco|Marocko|المغرب"},
    Country{"MT", "MLT|Malta"},
    Country{"MX", "MEX|Mexico|Mexiko|México"},
    Country{"NL", "NLD|Netherlands|The Netherlands|Nederländerna|Nederland|Holland"},
    Country{"NO", "NOR|Norway|Norge|Noreg"},
    Country{"NZ", "NZL|New Zealand|Nya Zeeland"},
    Country{"PL", "POL|Poland|Polen|Polska"},
    Country{"PT", "PRT|Portugal"},
    Country{"RO", "ROU|Romania|Rumänien|România"},
    Country{"RS", "SRB|Serbia|Serbien|Srbija"},
    Country{"RU", "RUS|Russia|Ryssland|Россия"},
    Country{"SA", "SAU|Saudi Arabia|Saudiarabien|السعودية|المملكة العربية السعودية"},
    Country{"SE", "SWE|Sweden|Sverige|Szwecja|السويد"},
    Country{"SG", "SGP|Singapore"},
    Country{"SI", "SVN|Slovenia|Slovenien|Slovenija"},
    Country{"SK", "SVK|Slovakia|Slovakien|Slovensko"},
    Country{"SY", "SYR|Syria|Syrien|سوريا|سورية"},
    Country{"TH", "THA|Thailand"},
    Country{"TN", "TUN|Tunisia|Tunisien|تونس"},
    Country{"TR", "TUR|Turkey|Türkiye|Turkiet"},
    Country{"UA", "UKR|Ukraine|Ukraina|Україна"},
    Country{"US", "USA|U.S.A.|United States|United States of America|Förenta staterna"},
    Country{"ZA", "ZAF|South Africa|Sydafrika"},
};

std::map<std::string, std::string> make_names() {
  std::map<std::string, std::string> names;
  for (const Country& country : countries) {
    names.emplace(fold_name(country.code), country.code);
    for (const std::string& name : split(country.names, "|"))
      names.emplace(fold_name(name), country.code);
  }
  return names;
}

}  // namespace

std::optional<std::string> find_country_code(std::string_view name) {
  static const std::map<std::string, std::string> names = make_names();
  const std::string_view trimmed = trim(name);
  const auto found = names.find(fold_name(trimmed));
  if (found != names.end()) return found->second;
  const bool is_code =
      trimmed.size() == 2 && std::all_of(trimmed.begin(), trimmed.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      });
  if (is_code) return ascii_upper(trimmed);
  return std::nullopt;
}

}  // namespace tusk::business
