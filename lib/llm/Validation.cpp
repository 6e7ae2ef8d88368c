#include "llm/Validation.h"

#include <algorithm>
#include <cmath>

namespace allo::llm {

using Errors = std::vector<std::pair<std::string, double>>;

ErrorSummary summarise(const Errors &errors) {
  ErrorSummary summary;
  summary.count = errors.size();
  if (errors.empty())
    return summary;
  std::vector<double> sizes;
  for (const auto &[id, error] : errors) {
    double size = std::abs(error);
    sizes.push_back(size);
    if (size > summary.worst) {
      summary.worst = size;
      summary.worstPoint = id;
    }
  }
  std::sort(sizes.begin(), sizes.end());
  size_t middle = sizes.size() / 2;
  summary.median = sizes.size() % 2 ? sizes[middle] : (sizes[middle - 1] + sizes[middle]) / 2;
  return summary;
}

namespace {
std::string setOf(const Split &split, const std::string &id) {
  if (split.identify.count(id))
    return "input";
  if (split.fit.count(id))
    return "fit";
  if (split.baseline.count(id))
    return "baseline";
  return split.excluded.count(id) ? "excluded" : "test";
}

bool isReport(const PublishedPoint &point) { return point.quantity <= Quantity::StageMilliseconds; }

// Whether something of the point's designs was identified from another point.
bool usesIdentification(const Publication &publication, const PublishedPoint &point) {
  return std::any_of(publication.designs.begin(), publication.designs.end(), [&](const Design &design) {
    return (design.name == point.prefill || design.name == point.decode) && !design.identify.parameter.empty();
  });
}

// What nothing else says anything about stays at the first guess, never at the fitted value.
ErrorSummary leaveOneOut() {
  const Measurements &measurements = Measurements::published();
  std::vector<const PublishedPoint *> points = fitPoints();
  Errors errors;
  for (const PublishedPoint *left : points) {
    std::vector<const PublishedPoint *> others;
    std::copy_if(points.begin(), points.end(), std::back_inserter(others), [&](auto *point) { return point != left; });
    Parameters fitted = calibrate(measurements, others, Parameters()).parameters;
    errors.emplace_back(left->id, relativeError(measurements.refined(*left, fitted), left->value));
  }
  return summarise(errors);
}

ErrorSummary leavePublicationOut(const std::vector<ValidationRow> &rows) {
  const Measurements &measurements = Measurements::published();
  Errors errors;
  for (const Publication &publication : measurements.publications()) {
    auto isOwn = [&](const PublishedPoint *point) {
      return std::any_of(publication.points.begin(), publication.points.end(),
                         [&](const PublishedPoint &own) { return own.id == point->id; });
    };
    std::vector<const PublishedPoint *> others;
    for (const PublishedPoint *point : fitPoints())
      if (!isOwn(point))
        others.push_back(point);
    Parameters fitted = calibrate(measurements, others, Parameters()).parameters;
    for (const ValidationRow &row : rows)
      if ((row.set == "fit" || row.set == "test") && isOwn(row.point))
        errors.emplace_back(row.point->id, relativeError(measurements.refined(*row.point, fitted), row.point->value));
  }
  return summarise(errors);
}
} // namespace

Validation validate(const Parameters &parameters) {
  const Measurements &measurements = Measurements::published();
  Validation validation;
  Errors all, fit, test, reports, boards, unidentified, baseline, paperAll, paperBoards;
  for (const Publication &publication : measurements.publications())
    for (const PublishedPoint &point : publication.points) {
      ValidationRow row{&point, setOf(measurements.split(), point.id), measurements.paper(point),
                        measurements.refined(point, parameters)};
      validation.rows.push_back(row);
      double error = relativeError(row.refined, point.value);
      if (row.set == "baseline")
        baseline.emplace_back(point.id, error);
      if (row.set != "fit" && row.set != "test")
        continue;
      all.emplace_back(point.id, error);
      (row.set == "fit" ? fit : test).emplace_back(point.id, error);
      (isReport(point) ? reports : boards).emplace_back(point.id, error);
      if (!usesIdentification(publication, point))
        unidentified.emplace_back(point.id, error);
      if (row.paper) {
        paperAll.emplace_back(point.id, relativeError(*row.paper, point.value));
        if (!isReport(point))
          paperBoards.push_back(paperAll.back());
      }
    }
  validation.all = summarise(all);
  validation.fit = summarise(fit);
  validation.test = summarise(test);
  validation.reports = summarise(reports);
  validation.boards = summarise(boards);
  validation.unidentified = summarise(unidentified);
  validation.baseline = summarise(baseline);
  validation.paperAll = summarise(paperAll);
  validation.paperBoards = summarise(paperBoards);
  validation.leaveOneOut = leaveOneOut();
  validation.leavePublicationOut = leavePublicationOut(validation.rows);
  return validation;
}

} // namespace allo::llm
