// An interpreter of the control of a scheduled graph. What does not depend on a counter is evaluated once, not once for
// each of its values; the iterations of an innermost dimension are never enumerated.
#include "target/rtl/report/Latency.h"

#include "target/rtl/report/NodeValues.h"
#include "target/rtl/report/TripCounts.h"

#include <algorithm>
#include <memory>
#include <unordered_map>

namespace allo::target::rtl {

namespace {

struct KeyHash {
  size_t operator()(const std::vector<int64_t> &key) const {
    uint64_t hash = 0xcbf29ce484222325ull;
    for (int64_t word : key)
      hash = (hash ^ uint64_t(word)) * 0x100000001b3ull, hash ^= hash >> 29;
    return hash;
  }
};

// A step of a sequence in which a child is started or waited for.
struct Event {
  int64_t step = 0;
  std::vector<unsigned> starts, waits;
};

class FunctionLatency {
public:
  FunctionLatency(const Function &function, std::vector<FunctionLatency *> callees)
      : function_(function), callees_(std::move(callees)), values_(function), trips_(function, values_),
        environment_(values_.slotCount()), report(function.children.size()), events_(function.blocks.size()),
        slotsOfBlock_(function.blocks.size()), slots_(function.children.size()), memo_(function.children.size()),
        finish_(function.children.size()), waits_(function.blocks.size(), false) {
    findEvents();
    for (const Node &node : function.nodes)
      if (node.kind == NodeKind::stream && waits(node.action))
        waits_[node.block] = true;
    slotsOfBlock(0);
  }

  // The scalar arguments that the latency depends on.
  const std::vector<unsigned> &arguments() const { return slotsOfBlock_[0]; }

  Span run(const std::vector<std::optional<int64_t>> &arguments) {
    std::copy(arguments.begin(), arguments.end(), environment_.begin());
    return ofBlock(0);
  }

private:
  const Function &function_;
  std::vector<FunctionLatency *> callees_; // by function number
  NodeValues values_;
  TripCounts trips_;
  Environment environment_;

public:
  std::vector<std::optional<LoopLatency>> report;

private:
  std::vector<std::vector<Event>> events_;          // by block, ascending steps
  std::vector<std::vector<unsigned>> slotsOfBlock_; // what the latency depends on
  std::vector<std::vector<unsigned>> slots_;        // by child
  std::vector<std::unordered_map<std::vector<int64_t>, Span, KeyHash>> memo_;
  std::vector<Span> finish_; // by child: the cycle in which it ends, in the block that is being evaluated
  std::vector<bool> waits_;  // by block: for streams, for as long as others take

  using Slots = std::vector<unsigned>;
  static void join(Slots &slots, const Slots &more) {
    slots.insert(slots.end(), more.begin(), more.end());
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  }
  const Child &child(unsigned index) const { return function_.children[index]; }

  //===-- What depends on what ------------------------------------------------------------------------------------===//

  void findEvents() {
    for (unsigned index = 0; index < function_.children.size(); ++index) {
      const Node &node = function_.nodes[child(index).node];
      std::vector<Event> &events = events_[node.block];
      auto at = [&](int64_t step) -> Event & {
        auto place = std::lower_bound(events.begin(), events.end(), step,
                                      [](const Event &event, int64_t step) { return event.step < step; });
        if (place == events.end() || place->step != step)
          place = events.insert(place, {step, {}, {}});
        return *place;
      };
      at(node.time).starts.push_back(index);
      at(node.waitTime).waits.push_back(index);
    }
  }

  const Slots &slotsOfBlock(BlockId block) {
    Slots all;
    for (const Event &event : events_[block])
      for (unsigned index : event.starts) {
        slots_[index] = slotsOfChild(child(index));
        join(all, slots_[index]);
        NodeId predicate = function_.nodes[child(index).node].predicate;
        if (predicate != noId)
          join(all, values_.slots(predicate));
      }
    return slotsOfBlock_[block] = all;
  }

  Slots slotsOfChild(const Child &one) {
    Slots all;
    if (one.kind == Child::branch) {
      join(all, values_.slots(one.decision));
      for (BlockId side : {one.thenBlock, one.elseBlock})
        if (side != noId)
          join(all, slotsOfBlock(side));
    } else if (one.kind == Child::call) {
      for (unsigned argument : callees_[one.callee]->arguments())
        if (argument < one.scalars.size())
          join(all, values_.slots(one.scalars[argument]));
    } else {
      all = slotsOfBlock(one.body);
      if (one.counters.empty()) {
        addCarried(one, all);
      } else {
        join(all, trips_.slots(one));
        unsigned first = values_.counterSlot(indexOf(one), 0);
        std::erase_if(all, [&](unsigned slot) { return slot >= first && slot < first + one.counters.size(); });
      }
    }
    return all;
  }
  unsigned indexOf(const Child &one) const { return unsigned(&one - function_.children.data()); }

  // A while loop depends on what its carried values begin with and become, as far as they matter.
  void addCarried(const Child &one, Slots &all) {
    join(all, values_.slots(one.condition));
    Slots own;
    for (bool changed = true; changed;) {
      changed = false;
      for (NodeId carried : one.carried) {
        unsigned slot = values_.carriedSlot(carried);
        if (!std::binary_search(all.begin(), all.end(), slot) || std::count(own.begin(), own.end(), slot))
          continue;
        own.push_back(slot);
        for (NodeId operand : function_.nodes[carried].operands)
          join(all, values_.slots(operand));
        changed = true;
      }
    }
    std::erase_if(all, [&](unsigned slot) { return std::count(own.begin(), own.end(), slot) > 0; });
  }

  //===-- Blocks --------------------------------------------------------------------------------------------------===//

  // Cycles of one run of a block, up to the end of step `last`.
  Span ofBlock(BlockId id, std::optional<int64_t> last = std::nullopt) {
    const Block &block = function_.blocks[id];
    int64_t end = last.value_or(block.depth - 1);
    Span reached{1, 1}; // the cycle in which `step` is reached
    int64_t step = 0;
    for (const Event &event : events_[id]) {
      if (event.step > end)
        break;
      reached = reached + Span{event.step - step, event.step - step};
      step = event.step;
      for (unsigned index : event.waits)
        reached = greater(reached, finish_[index]);
      for (unsigned index : event.starts)
        finish_[index] = start(index, reached);
    }
    return held(id, reached + Span{end - step, end - step});
  }

  Span held(BlockId block, Span cycles) const { return waits_[block] ? Span{cycles.least, Span::unbounded} : cycles; }

  // The cycle in which a child ends that is started in `cycle`; one that its predicate keeps from starting has ended.
  Span start(unsigned index, Span cycle) {
    NodeId predicate = function_.nodes[child(index).node].predicate;
    std::optional<int64_t> acts = predicate == noId ? 1 : values_.evaluate(predicate, environment_);
    if (acts && !*acts)
      return cycle;
    Span ends = cycle + ofChild(index);
    return acts ? ends : Span{cycle.least, ends.most};
  }

  //===-- Children ------------------------------------------------------------------------------------------------===//

  Span ofChild(unsigned index) {
    std::vector<int64_t> key;
    for (unsigned slot : slots_[index]) {
      key.push_back(environment_[slot].value_or(0));
      key.push_back(environment_[slot].has_value());
    }
    auto found = memo_[index].find(key);
    if (found != memo_[index].end())
      return found->second;
    Span cycles, trips{1, 1};
    const Child &one = child(index);
    if (one.kind == Child::branch)
      cycles = ofBranch(one);
    else if (one.kind == Child::call)
      cycles = ofCall(one);
    else
      cycles = one.counters.empty() ? ofWhile(one, trips) : ofLoop(index, trips);
    record(index, cycles, trips);
    if (memo_[index].size() > 100'000) // the keys of a large nest hardly come again
      memo_[index].clear();
    memo_[index].emplace(std::move(key), cycles);
    return cycles;
  }

  void record(unsigned index, Span cycles, Span trips) {
    auto bounded = [](int64_t most) { return most == Span::unbounded ? std::nullopt : std::optional(most); };
    auto &entry = report[index];
    if (!entry) {
      entry = {cycles.least, bounded(cycles.most), trips.least, bounded(trips.most)};
      return;
    }
    entry->least = std::min(entry->least, cycles.least);
    entry->leastTrips = std::min(entry->leastTrips, trips.least);
    entry->most = entry->most ? bounded(std::max(*entry->most, cycles.most)) : std::nullopt;
    entry->mostTrips = entry->mostTrips ? bounded(std::max(*entry->mostTrips, trips.most)) : std::nullopt;
  }

  Span ofBranch(const Child &one) {
    auto side = [&](BlockId block) { return block == noId ? Span{1, 1} : greater(ofBlock(block), {1, 1}); };
    // The children of a side use entries of their own in `finish_`.
    std::optional<int64_t> decision = values_.evaluate(one.decision, environment_);
    if (decision)
      return side(*decision ? one.thenBlock : one.elseBlock);
    Span thenSide = side(one.thenBlock), elseSide = side(one.elseBlock);
    return {std::min(thenSide.least, elseSide.least), std::max(thenSide.most, elseSide.most)};
  }

  Span ofCall(const Child &one) {
    FunctionLatency &callee = *callees_[one.callee];
    std::vector<std::optional<int64_t>> arguments(callee.function_.arguments.size());
    for (unsigned argument : callee.arguments())
      if (argument < one.scalars.size())
        arguments[argument] = values_.evaluate(one.scalars[argument], environment_);
    return callee.run(arguments);
  }

  Span ofLoop(unsigned index, Span &trips) {
    const Child &one = child(index);
    const Block &body = function_.blocks[one.body];
    Span total;
    if (body.isPipelined) {
      trips = trips_.count(one, environment_);
      auto cycles = [&](int64_t count) {
        return count == Span::unbounded ? count : count == 0 ? 1 : (count - 1) * body.interval + body.depth;
      };
      total = held(one.body, {cycles(trips.least), cycles(trips.most)});
    } else {
      trips = {0, 0};
      total = {0, 0};
      trips_.forEach(one, environment_, slotsOfBlock_[one.body], [&](Span times) {
        trips = trips + times;
        total = total + times * ofBlock(one.body);
      });
      total = greater(total, {1, 1});
    }
    return total;
  }

  // Iterates while the condition is known; bounds from there on.
  Span ofWhile(const Child &one, Span &trips) {
    const Block &body = function_.blocks[one.body];
    Environment before = environment_;
    for (NodeId carried : one.carried)
      environment_[values_.carriedSlot(carried)] = values_.evaluate(function_.nodes[carried].operands[0], environment_);
    Span total{0, 0};
    trips = {0, 0};
    constexpr int64_t limit = 10'000'000;
    bool isFinished = false;
    while (trips.least < limit) {
      std::optional<int64_t> condition = values_.evaluate(one.condition, environment_);
      if (!condition)
        break;
      if (*condition == 0) {
        isFinished = true;
        break;
      }
      total = total + (body.isPipelined ? held(one.body, {body.interval, body.interval}) : ofBlock(one.body));
      trips = trips + Span{1, 1};
      advance(one);
    }
    // The iteration that finds the condition false.
    total = total + (body.isPipelined ? Span{body.depth, body.depth} : ofBlock(one.body, one.exitStep));
    if (!isFinished) {
      total.most = Span::unbounded;
      trips.most = Span::unbounded;
    }
    environment_ = before;
    return total;
  }

  void advance(const Child &one) {
    std::vector<std::optional<int64_t>> next;
    for (NodeId carried : one.carried)
      next.push_back(values_.evaluate(function_.nodes[carried].operands[1], environment_));
    for (unsigned number = 0; number < one.carried.size(); ++number)
      environment_[values_.carriedSlot(one.carried[number])] = next[number];
  }
};

} // namespace

LatencyReport latenciesOf(const Graph &graph, const std::map<unsigned, llvm::APInt> &scalars) {
  std::vector<std::unique_ptr<FunctionLatency>> functions;
  std::vector<FunctionLatency *> callees;
  for (const Function &function : graph.functions) {
    functions.push_back(std::make_unique<FunctionLatency>(function, callees));
    callees.push_back(functions.back().get());
  }
  std::vector<std::optional<int64_t>> arguments(graph.top().arguments.size());
  for (auto &[number, value] : scalars)
    if (number < arguments.size() && value.getBitWidth() <= 64)
      arguments[number] = value.getSExtValue();
  Span total = callees.back()->run(arguments);
  LatencyReport report;
  report.total.least = total.least;
  if (total.most != Span::unbounded)
    report.total.most = total.most;
  for (auto &function : functions)
    report.children.push_back(function->report);
  return report;
}

Latency latencyOf(const Graph &graph, const std::map<unsigned, llvm::APInt> &scalars) {
  return latenciesOf(graph, scalars).total;
}

} // namespace allo::target::rtl
