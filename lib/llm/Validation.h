// Published against the paper's equations against the refined model, for every published point: figures and page.
#pragma once

#include "llm/Calibration.h"

#include "llvm/Support/JSON.h"

namespace allo::llm {

// Absolute relative errors of a set of points.
struct ErrorSummary {
  size_t count = 0;
  double median = 0, worst = 0;
  std::string worstPoint;
};
ErrorSummary summarise(const std::vector<std::pair<std::string, double>> &errors);

struct ValidationRow {
  const PublishedPoint *point = nullptr;
  std::string set; // "fit", "test", "input", "baseline", "excluded"
  std::optional<double> paper;
  double refined = 0;
};

struct Validation {
  std::vector<ValidationRow> rows; // in the order of the publications
  // Of the refined model over fit and test, and over parts of them; of the paper's equations where they say something.
  ErrorSummary all, fit, test, reports, boards, unidentified, baseline, paperAll, paperBoards;
  ErrorSummary leaveOneOut;         // each fitted point predicted by a fit without it
  ErrorSummary leavePublicationOut; // each point of fit and test by a fit to the fit points of the other publications
};
Validation validate(const Parameters &parameters);

// docs/reference/llm-validation.md
std::string validationPage();
llvm::json::Value validationJson(const Validation &validation);

// Sections of the validation page: what was identified, and what nothing that was read says.
std::string identifiedText(const Parameters &parameters);
std::string assumptionsText();

} // namespace allo::llm
