// First the least depth of each with all others as deep as can be: no solution has less of any. Where those do
// together, they are the answer. Otherwise one solution is found by making one depth after the other as small as the
// others let it be, and the cheaper points above the least ones are tried, cheapest first, until one will do.
#include "build/LeastDepths.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <queue>
#include <set>

namespace allo::build {

namespace {
using Depths = std::vector<int64_t>;

bool isWithin(llvm::ArrayRef<int64_t> left, llvm::ArrayRef<int64_t> right) {
  return llvm::all_of(llvm::zip_equal(left, right), [](auto pair) { return std::get<0>(pair) <= std::get<1>(pair); });
}

class Search {
public:
  explicit Search(const DepthProblem &problem) : problem_(problem), good_{problem.enough} {}

  LeastDepths run() {
    LeastDepths found;
    found.depths = problem_.enough;
    Depths least = problem_.enough;
    for (size_t place = 0; place < least.size(); ++place) {
      Depths point = problem_.enough;
      lower(point, place, 1);
      least[place] = point[place];
    }
    if (!isCut_ && suffices(least)) {
      found.depths = least;
      found.isLeast = true;
    } else {
      for (bool isDearFirst : {true, false})
        if (Depths point = descent(least, isDearFirst); cost(point) < cost(found.depths))
          found.depths = point;
      found.isLeast = !isCut_ && ascend(least, found.depths);
    }
    found.trials = trials_;
    return found;
  }

private:
  int64_t cost(llvm::ArrayRef<int64_t> point) const {
    int64_t sum = 0;
    for (auto [depth, weight] : llvm::zip_equal(point, problem_.weights))
      sum += depth * weight;
    return sum;
  }
  bool isTimeOver() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count() > problem_.seconds;
  }

  bool suffices(const Depths &point) {
    if (llvm::any_of(good_, [&](const Depths &other) { return isWithin(other, point); }))
      return true;
    if (llvm::any_of(bad_, [&](const Depths &other) { return isWithin(point, other); }))
      return false;
    ++trials_;
    bool isGood = problem_.suffices(point);
    (isGood ? good_ : bad_).push_back(point);
    return isGood;
  }

  // Makes one depth of a point that will do as small as the others let it be, but not less than `least`.
  void lower(Depths &point, size_t place, int64_t least) {
    int64_t tooFew = least - 1, enough = point[place];
    while (enough - tooFew > 1 && !(isCut_ |= isTimeOver())) {
      point[place] = tooFew + (enough - tooFew) / 2;
      (suffices(point) ? enough : tooFew) = point[place];
    }
    point[place] = enough;
  }

  Depths descent(const Depths &least, bool isDearFirst) {
    std::vector<size_t> order(least.size());
    std::iota(order.begin(), order.end(), 0);
    llvm::sort(order, [&](size_t left, size_t right) {
      auto saved = [&](size_t place) { return problem_.weights[place] * (problem_.enough[place] - least[place]); };
      auto key = [&](size_t place) { return std::pair(isDearFirst ? -saved(place) : saved(place), place); };
      return key(left) < key(right);
    });
    Depths point = problem_.enough;
    for (size_t place : order)
      lower(point, place, least[place]);
    return point;
  }

  // Looks for something cheaper than `best`; whether it is known in the end that there is nothing cheaper than what
  // is in it.
  bool ascend(const Depths &least, Depths &best) {
    using Entry = std::pair<int64_t, Depths>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> waiting;
    std::set<Depths> known{least};
    waiting.emplace(cost(least), least);
    while (!waiting.empty() && waiting.top().first < cost(best)) {
      if (isTimeOver() || known.size() > mostPoints)
        return false;
      Depths point = waiting.top().second;
      waiting.pop();
      if (suffices(point)) {
        best = point;
        return true;
      }
      for (size_t place = 0; place < point.size(); ++place) {
        Depths next = point;
        if (++next[place] <= problem_.enough[place] && known.insert(next).second)
          waiting.emplace(cost(next), next);
      }
    }
    return true;
  }

  static constexpr size_t mostPoints = 200000;
  const DepthProblem &problem_;
  std::vector<Depths> good_, bad_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  int64_t trials_ = 0;
  bool isCut_ = false; // time was over before a least depth was known
};
} // namespace

LeastDepths leastDepths(const DepthProblem &problem) { return Search(problem).run(); }

} // namespace allo::build
