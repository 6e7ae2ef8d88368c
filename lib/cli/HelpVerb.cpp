// allo help: a verb, a primitive, or the overview.
#include "allo/llm.hpp"
#include "cli/CommandLine.h"
#include "cli/Manual.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace allo::cli {

namespace {
std::string primitiveList() {
  std::string text = "\nprimitives of schedules (allo help NAME):\n";
  for (const schedule::Primitive *primitive : schedule::primitives())
    text += "  " + synopsis(*primitive) + "\n";
  return text;
}

std::string topics(const CLI::App &tool) {
  std::string text = "topics:";
  for (const CLI::App *verb : tool.get_subcommands([](const CLI::App *) { return true; }))
    text += " " + verb->get_name();
  for (const schedule::Primitive *primitive : schedule::primitives())
    text += " " + primitive->word;
  return text;
}
} // namespace

int help(const HelpOptions &options, const CLI::App &tool, const std::string &overview) {
  if (options.manual == "primitives") {
    std::cout << primitivesPage();
    return good;
  }
  if (options.manual == "rtl-operators") {
    std::cout << operatorsPage();
    return good;
  }
  if (options.manual == "llm-validation") {
    std::cout << llm::validation_page();
    return good;
  }
  if (options.manual == "command-line") {
    std::cout << commandLinePage(tool);
    return good;
  }
  if (options.topic.empty()) {
    std::cout << overview << primitiveList();
    return good;
  }
  for (const CLI::App *verb : tool.get_subcommands([](const CLI::App *) { return true; }))
    if (verb->get_name() == options.topic) {
      std::cout << verb->help("allo");
      return good;
    }
  if (const schedule::Primitive *primitive = schedule::findPrimitive(options.topic)) {
    std::cout << primitiveText(*primitive);
    return good;
  }
  throw UserError("there is no verb or primitive '" + options.topic + "'", {}, topics(tool));
}

} // namespace allo::cli
