// The fit: that the committed parameters are what it gives, that it finds parameters again, and how far off it is.
#include "llm/JsonReader.h"
#include "llm/Validation.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace allo::llm;

namespace {
TEST(Calibration, TheCommittedParametersAreThoseOfTheFit) {
  Calibration fit = calibrate(Measurements::published(), fitPoints(), Parameters());
  EXPECT_EQ(fit.fitted.size(), static_cast<size_t>(parameterCount));
  EXPECT_LE(parameterCount, 6);
  for (const ParameterInfo &info : parameterInfos())
    EXPECT_EQ(fit.parameters.*info.member, fittedParameters().*info.member) << info.name;
  EXPECT_LT(fit.after, fit.before);
  // The same again, to the bit.
  Calibration again = calibrate(Measurements::published(), fitPoints(), Parameters());
  for (const ParameterInfo &info : parameterInfos())
    EXPECT_EQ(fit.parameters.*info.member, again.parameters.*info.member) << info.name;
}

TEST(Calibration, FindsTheParametersThatMadeTheMeasurements) {
  Parameters truth{5, 2, 3, 40, 0.5, 0.8};
  const Measurements &published = Measurements::published();
  std::vector<Publication> made = published.publications();
  for (Publication &publication : made)
    for (PublishedPoint &point : publication.points)
      if (!published.split().identify.count(point.id))
        point.value = published.refined(point, truth);
  Measurements measurements(std::move(made));
  std::vector<const PublishedPoint *> points;
  for (const std::string &id : published.split().fit)
    points.push_back(&measurements.point(id));
  Calibration fit = calibrate(measurements, points, Parameters());
  for (const ParameterInfo &info : parameterInfos())
    EXPECT_NEAR(fit.parameters.*info.member / (truth.*info.member), 1, 0.02) << info.name;
}

TEST(Calibration, WhatNothingMeasuresStays) {
  const Measurements &published = Measurements::published();
  Calibration fit = calibrate(published, {&published.point("BERT csynth up")}, Parameters());
  EXPECT_EQ(fit.fitted, std::vector<std::string>());
  fit = calibrate(published, {&published.point("BERT csynth norm")}, Parameters());
  EXPECT_EQ(fit.fitted, std::vector<std::string>{"row_pass_cycles"});
  EXPECT_EQ(fit.parameters.startMicroseconds, Parameters().startMicroseconds);
}

TEST(Validation, MedianIsMetAndTheOneMissIsKnown) {
  Validation validation = validate(fittedParameters());
  EXPECT_LE(validation.all.median, 0.10);
  EXPECT_LE(validation.boards.median, 0.10);
  EXPECT_LE(validation.unidentified.median, 0.10);
  EXPECT_LE(validation.leavePublicationOut.median, 0.10);
  std::vector<std::string> misses;
  for (const ValidationRow &row : validation.rows)
    if ((row.set == "fit" || row.set == "test") && std::abs(relativeError(row.refined, row.point->value)) > 0.25)
      misses.push_back(row.point->id);
  EXPECT_EQ(misses, std::vector<std::string>{"EdgeLLM Qwen-7B decode"});
  // The paper's equations are where the reference page says they are.
  EXPECT_GT(validation.paperBoards.median, validation.boards.median);
}

TEST(Validation, EveryMissIsExplained) { EXPECT_EQ(validationPage().find("not explained"), std::string::npos); }

TEST(Validation, SummariesAreOfSizes) {
  ErrorSummary summary = summarise({{"a", -0.3}, {"b", 0.1}, {"c", 0.2}, {"d", 0}});
  EXPECT_EQ(summary.count, 4u);
  EXPECT_DOUBLE_EQ(summary.median, 0.15);
  EXPECT_DOUBLE_EQ(summary.worst, 0.3);
  EXPECT_EQ(summary.worstPoint, "a");
  EXPECT_EQ(summarise({}).count, 0u);
}
// Whatever is identified or assumed is on the page, and every miss has a reason.
TEST(Calibration, ThePageSaysWhatTheModelRestsOn) {
  std::string page = validationPage();
  auto has = [&](const std::string &text) { return page.find(text) != std::string::npos; };
  for (const Publication &publication : Measurements::published().publications())
    for (const Design &design : publication.designs)
      if (!design.identify.parameter.empty())
        EXPECT_TRUE(
            has("| " + design.name + " | " +
                (design.identify.parameter == "macs" ? "factor on its assumed arrays" : "bits stored for a weight")))
            << design.name;
  for (const char *text : {"24 kernel starts a layer", "LoopLynx: 6.59", "alpha of equation 13",
                           "| stratix10nx | `clock_mhz`, `hard_array.mhz`, `idle_w`, ",
                           "the worst is missed by 1 of 104 points (EdgeLLM Qwen-7B decode)"})
    EXPECT_TRUE(has(text)) << text;
  EXPECT_FALSE(has("not explained"));
  EXPECT_FALSE(has("from memory"));
}

// An identified parameter gives its point back.
TEST(Calibration, WhatIsIdentifiedIsPlausible) {
  std::vector<Identified> all = Measurements::published().identified(fittedParameters());
  EXPECT_EQ(all.size(), 11u);
  for (const Identified &each : all) {
    double most = each.parameter == "macs" ? 8.0 : 16.0;
    EXPECT_GT(each.refined, 0.01) << each.design;
    EXPECT_LE(each.refined, most) << each.design;
  }
}
} // namespace
