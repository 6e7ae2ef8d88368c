// What comes out: text, CSV, JSON, HTML, exported designs, and that explanations add up.
#include "llm/Document.h"
#include "allo/llm.hpp"
#include "llm/Design.h"
#include "llm/JsonReader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

using namespace allo::llm;

namespace {
Request smallSearch() {
  Request request;
  request.style = "hybrid";
  request.precision = "W4A8";
  return request;
}

TEST(Document, NumbersForPeople) {
  EXPECT_EQ(wholeNumber(1234567), "1,234,567");
  EXPECT_EQ(wholeNumber(-1234), "-1,234");
  EXPECT_EQ(wholeNumber(12), "12");
  EXPECT_EQ(shortNumber(0), "0");
  EXPECT_EQ(shortNumber(123.4), "123");
  EXPECT_EQ(shortNumber(1.234), "1.23");
  EXPECT_EQ(timeText(allo::units::seconds(0.0123)), "12.3 ms");
}

TEST(Document, CsvQuotes) {
  Document document;
  document.tables = {{"t", {"a", "b"}, {{"1,2", "say \"x\""}}, ""}, {"u", {"c"}, {{"3"}}, ""}};
  EXPECT_EQ(documentCsv(document), "a,b\n\"1,2\",\"say \"\"x\"\"\"\n\nc\n3\n");
}

TEST(Document, PageNeedsNothingElse) {
  Answer answer = search(smallSearch());
  std::string html = answer.html();
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("src="), std::string::npos);
  EXPECT_EQ(html.find("href="), std::string::npos);
  EXPECT_EQ(html.find("url("), std::string::npos);
  EXPECT_EQ(html.find("@import"), std::string::npos);
  EXPECT_EQ(html.find("nan"), std::string::npos);
  EXPECT_EQ(html.find("inf\""), std::string::npos);
  auto count = [&](const std::string &word) {
    size_t found = 0;
    for (size_t at = html.find(word); at != std::string::npos; at = html.find(word, at + 1))
      ++found;
    return found;
  };
  EXPECT_EQ(count("<svg"), count("</svg>"));
  EXPECT_EQ(count("<svg"), 6u); // latency, resources, sensitivity, two Pareto sets, roofline
  for (const char *title : {"Roofline", "Cycles of one layer", "Resources", "Pareto", "Sensitivity"})
    EXPECT_NE(html.find(title), std::string::npos) << title;
}

TEST(Document, MarkupIsEscaped) {
  Document document;
  document.title = "<b>&\"";
  document.tables = {{"t", {"<x>"}, {{"a<b"}}, ""}};
  std::string html = documentHtml(document);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
  EXPECT_NE(html.find("a&lt;b"), std::string::npos);
}

TEST(Document, EmptyPicturesAreFine) {
  EXPECT_EQ(barSvg({}).find("nan"), std::string::npos);
  EXPECT_EQ(pointSvg({}).find("nan"), std::string::npos);
  PointChart same{"t", "x", "y", false, {{"s", false, {{0, 0}, {0, 0}}}}};
  EXPECT_EQ(pointSvg(same).find("nan"), std::string::npos);
  same.logarithmic = true;
  EXPECT_EQ(pointSvg(same).find("nan"), std::string::npos);
}

TEST(Design, ExportIsReadAgainAndGivesTheSameFigures) {
  Answer answer = search(smallSearch());
  ASSERT_EQ(answer.designs().size(), 2u);
  std::string folder = testing::TempDir();
  Request request;
  for (const std::string &text : answer.designs()) {
    Design design = readDesign(parseJson(text, "design"), "design");
    std::string file = folder + "/llm_" + (design.phase == Phase::Prefill ? "prefill" : "decode") + ".json";
    std::ofstream(file) << text;
    request.designs.push_back(file);
  }
  Figures again = estimate(request).figures();
  EXPECT_DOUBLE_EQ(again.first_token.value(), answer.figures().first_token.value());
  EXPECT_DOUBLE_EQ(again.token.value(), answer.figures().token.value());
}

// The schema names every field that is written, and every operator.
TEST(Design, SchemaIsThatOfTheExport) {
  std::ifstream file(std::string(ALLO_DATA) + "/schemas/design.schema.json");
  std::stringstream text;
  text << file.rdbuf();
  llvm::json::Value schema = parseJson(text.str(), "design.schema.json");
  const llvm::json::Object &properties = *schema.getAsObject()->getObject("properties");
  for (const std::string &each : search(smallSearch()).designs()) {
    llvm::json::Value design = parseJson(each, "design");
    for (const auto &[name, value] : *design.getAsObject())
      EXPECT_NE(properties.get(name), nullptr) << name.str();
    for (const llvm::json::Value &name : *schema.getAsObject()->getArray("required"))
      EXPECT_NE(design.getAsObject()->get(*name.getAsString()), nullptr) << name.getAsString()->str();
  }
  const llvm::json::Object &stage = *properties.getObject("stages")->getObject("items")->getObject("properties");
  const llvm::json::Array &names = *stage.getObject("operators")->getObject("items")->getArray("enum");
  ASSERT_EQ(names.size(), static_cast<size_t>(stepCount));
  for (int i = 0; i < stepCount; ++i)
    EXPECT_EQ(names[static_cast<size_t>(i)].getAsString()->str(), stepName(static_cast<Step>(i)));
}

// Evaluates "ceil(128 / 16) x (1,024 + array_tile 7.84)"; words but ceil are labels.
class Formula {
public:
  explicit Formula(const std::string &text) : text_(text) {}
  double value() { return sum(); }

private:
  char next() {
    while (at_ < text_.size() &&
           (std::isspace(static_cast<unsigned char>(text_[at_])) || text_[at_] == ',' || isLabel()))
      ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool isLabel() const {
    char c = text_[at_];
    if (c == 'x' && (at_ + 1 == text_.size() || text_[at_ + 1] == ' ') && text_[at_ - 1] == ' ')
      return false;
    return text_.compare(at_, 5, "ceil(") != 0 && (std::isalpha(static_cast<unsigned char>(c)) || c == '_');
  }
  double sum() {
    double value = product();
    while (next() == '+')
      ++at_, value += product();
    return value;
  }
  double product() {
    double value = factor();
    for (char c = next(); c == 'x' || c == '/'; c = next()) {
      ++at_;
      double right = factor();
      value = c == 'x' ? value * right : value / right;
    }
    return value;
  }
  double factor() {
    char c = next();
    bool ceiling = c == 'c';
    at_ += ceiling ? 4 : 0;
    if (next() == '(') {
      ++at_;
      double value = sum();
      next();
      ++at_;
      return ceiling ? std::ceil(value) : value;
    }
    std::string digits;
    for (; at_ < text_.size() &&
           (std::isdigit(static_cast<unsigned char>(text_[at_])) || text_[at_] == '.' || text_[at_] == ',');
         ++at_)
      if (text_[at_] != ',')
        digits += text_[at_];
    return digits.empty() ? 0 : std::stod(digits);
  }
  std::string text_;
  size_t at_ = 0;
};

TEST(Explain, FormulasGiveTheirResults) {
  size_t checked = 0;
  for (const char *model : {"gpt2-medium", "llama3-8b"})
    for (const char *macs : {"64", "100", "512"})
      for (const char *figure : {"query", "key", "scores", "softmax", "context", "projection", "norm", "up",
                                 "activation", "down", "residual", "keys_write", "values_write"}) {
        Request request;
        request.model = model;
        request.macs = std::stoll(macs);
        request.prompt = 100;
        llvm::json::Value value = parseJson(explain(request, figure).json(), "explain");
        for (const llvm::json::Value &row : *value.getAsObject()->getArray("steps")) {
          std::string step = row.getAsObject()->getString("step")->str();
          std::string result = row.getAsObject()->getString("result")->str();
          if (row.getAsObject()->getString("by") != "refined")
            continue;
          double wanted = Formula(result).value(), got = Formula(step.substr(step.find(" = ") + 3)).value();
          EXPECT_NEAR(got / wanted, 1, 0.005) << model << " " << step << " = " << result;
          ++checked;
        }
      }
  EXPECT_EQ(checked, 2u * 3 * 13 * 2);
}

TEST(Explain, KnowsEveryFigureAndNoOther) {
  for (const char *figure : {"first_token", "token", "resources", "head"})
    EXPECT_NE(explain(Request(), figure).text().find("refined"), std::string::npos) << figure;
  EXPECT_THROW(explain(Request(), "nonsense"), allo::UserError);
  EXPECT_THROW(explain(Request(), "gate"), allo::UserError); // GPT-2 has none
}
} // namespace
