// allo llm: the analytical model of spatial LLM accelerators.
#include "llm/Validation.h"
#include <iostream>
namespace allo::cli { int llmPage(bool fit) {
  if (fit) { auto c = llm::calibrate(llm::Measurements::published(), llm::fitPoints(), llm::Parameters());
    for (auto &i : llm::parameterInfos()) std::cout << i.name << " " << c.parameters.*i.member << "\n"; std::cout << c.before << " " << c.after << "\n"; }
  std::cout << llm::validationPage(); return 0; } }
