#include "cli/Manual.h"

#include <CLI/CLI.hpp>

#include <sstream>

namespace allo::cli {

using schedule::Parameter;
using schedule::ParameterKind;
using schedule::Primitive;

namespace {
std::string kindText(const Parameter &parameter) {
  switch (parameter.kind) {
  case ParameterKind::Loop:
    return "LOOP";
  case ParameterKind::Loops:
    return "LOOP…";
  case ParameterKind::Array:
    return "ARRAY";
  case ParameterKind::Integer:
    return "INTEGER";
  case ParameterKind::Integers:
    return "INTEGER,…";
  case ParameterKind::Name:
    return "NAME";
  case ParameterKind::Text:
    return "(WORDS)";
  case ParameterKind::Function:
    return "FUNCTION";
  case ParameterKind::Kernel:
    return "KERNEL";
  case ParameterKind::Choice:
    break;
  }
  std::string choices;
  for (const std::string &choice : parameter.choices)
    choices += (choices.empty() ? "" : "|") + choice;
  return choices;
}

std::string argumentText(const Parameter &parameter) {
  std::string text = (parameter.named ? parameter.name + "=" : "") + kindText(parameter);
  return parameter.fallback ? "[" + text + "]" : text;
}

// `text` in lines of at most `width` characters, each after `indent`.
std::string wrapped(const std::string &text, const std::string &indent, size_t width = 100) {
  std::istringstream words(text);
  std::string word, line, result;
  while (words >> word) {
    if (!line.empty() && indent.size() + line.size() + 1 + word.size() > width) {
      result += indent + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return result + indent + line + "\n";
}

std::string indented(const std::string &text, const std::string &indent) {
  std::istringstream lines(text);
  std::string line, result;
  while (std::getline(lines, line))
    result += indent + line + "\n";
  return result;
}

// The part of CLI11's help that is the same wherever the tool is called from.
std::string optionsText(const CLI::App &verb) {
  std::string text;
  for (const CLI::Option *option : verb.get_options()) {
    std::string name = option->get_positional() ? option->get_name(true) : option->get_name(false, true);
    if (option->get_items_expected_max() > 0 && !option->get_positional())
      name += " " + option->get_type_name();
    text += "| `" + name + "` | " + option->get_description() + " |\n";
  }
  return text;
}

// A verb's entry, and those of the verbs under it.
std::string verbText(const CLI::App &verb, const std::string &before, const std::string &heading) {
  const std::string name = before + " " + verb.get_name();
  std::string text = "\n" + heading + " " + name + "\n\n" + verb.get_description() +
                     "\n\n| option | meaning |\n| --- | --- |\n" + optionsText(verb);
  if (!verb.get_footer().empty())
    text += "\n" + verb.get_footer() + "\n";
  for (const CLI::App *inner : verb.get_subcommands([](const CLI::App *) { return true; }))
    text += verbText(*inner, name, heading + "#");
  return text;
}
} // namespace

std::string synopsis(const Primitive &primitive) {
  std::string text = primitive.word;
  for (const Parameter &parameter : primitive.parameters)
    text += " " + argumentText(parameter);
  return text;
}

std::string primitiveText(const Primitive &primitive) {
  std::string text = synopsis(primitive) + "\n\n" + wrapped(primitive.manual.meaning, "  ") + "\n";
  for (const Parameter &parameter : primitive.parameters)
    text += "  " + parameter.name + ": " + parameter.meaning + "\n";
  text += "\nlegal when\n" + wrapped(primitive.manual.legality, "  ");
  if (!primitive.manual.cost.empty())
    text += "\ncost\n" + wrapped(primitive.manual.cost, "  ");
  text += "\nbefore\n" + indented(primitive.manual.before, "  ") + "after\n" + indented(primitive.manual.after, "  ");
  text += "\nscript\n" + indented(primitive.manual.example, "  ") + "C++\n" + indented(primitive.manual.method, "  ");
  if (!primitive.manual.errors.empty())
    text += "\nerrors\n";
  for (const schedule::ManualError &error : primitive.manual.errors)
    text += "  " + error.text + "\n      " + error.when + "\n";
  return text;
}

std::string commandLinePage(const CLI::App &tool) {
  std::string text = "# The command line\n\nGenerated from the sources by `./run docs`; `allo help VERB` prints one "
                     "entry.\n\n" +
                     tool.get_footer() + "\n";
  for (const CLI::App *verb : tool.get_subcommands([](const CLI::App *) { return true; }))
    text += verbText(*verb, "allo", "##");
  return text;
}

} // namespace allo::cli
