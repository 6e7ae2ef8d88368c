#include "schedule/StandingChecks.h"

#include "analysis/Dependence.h"
#include "analysis/Witness.h"
#include "ir/Directives.h"
#include "schedule/DataflowRegion.h"
#include "schedule/SequentialPort.h"

using namespace mlir;

namespace allo::schedule {

namespace {

// A function or loop that is a dataflow region, a loop that runs in parallel, or a parameter that passes its elements
// in order. It is found again in the state before by its id.
struct Claim {
  enum Kind { region, parallel, port } kind;
  func::FuncOp function;
  Operation *place;     // the function or a loop in it
  Value parameter = {}; // of a port

  int64_t id() const {
    if (kind == port)
      return ir::variableOf(parameter).getId();
    return ir::isLoop(place) ? ir::loopOf(place).getId() : functionItself;
  }
  const char *property() const { return kind == region ? "dataflow" : kind == parallel ? "parallel" : "interface"; }
};

std::vector<Claim> claimsOf(func::FuncOp function) {
  std::vector<Claim> claims;
  if (ir::directiveOf(function.getOperation(), "dataflow"))
    claims.push_back({Claim::region, function, function});
  for (Operation *loop : ir::loopsOf(function)) {
    if (ir::directiveOf(loop, "dataflow"))
      claims.push_back({Claim::region, function, loop});
    if (ir::loopOf(loop).getParallel())
      claims.push_back({Claim::parallel, function, loop});
  }
  for (BlockArgument argument : function.getArguments())
    if (isSequentialPort(argument))
      claims.push_back({Claim::port, function, function, argument});
  return claims;
}

// Whether the function changed, or one that it calls.
bool isAffected(ModuleOp module, func::FuncOp function, const std::set<std::string> &changed,
                llvm::StringMap<bool> &known) {
  auto [found, isNew] = known.try_emplace(function.getSymName(), changed.count(function.getSymName().str()) != 0);
  if (!isNew || found->second)
    return found->second;
  bool affected = false;
  function.walk([&](func::CallOp call) {
    if (auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee()); callee && !callee.isExternal())
      affected |= isAffected(module, callee, changed, known);
  });
  return known[function.getSymName()] = affected;
}

std::optional<RegionObstacle> obstacleOf(const StepContext &context, const Claim &claim) {
  if (claim.kind == Claim::port) {
    auto obstacle = sequenceObstacleOf(context, claim.parameter);
    return obstacle ? std::optional(RegionObstacle{obstacle->text, obstacle->hint}) : std::nullopt;
  }
  if (claim.kind == Claim::region) {
    Region &body = claim.place->getRegion(0);
    std::vector<RegionObstacle> obstacles = DataflowRegion(context, &body.front()).obstacles();
    return obstacles.empty() ? std::nullopt : std::optional(obstacles.front());
  }
  auto loop = dyn_cast<affine::AffineForOp>(claim.place);
  auto conflict = loop ? analysis::findCarriedConflict(loop) : std::nullopt;
  if (!conflict)
    return std::nullopt;
  return RegionObstacle{analysis::describeCarried(*conflict, context.describe(claim.place)),
                        analysis::remedy(*conflict)};
}

// The same claim in the state before; nothing where the step made it.
std::optional<Claim> claimBefore(const State &before, const Claim &claim) {
  if (func::FuncOp function = before.function(func::FuncOp(claim.function).getSymName()))
    for (const Claim &old : claimsOf(function))
      if (old.kind == claim.kind && old.id() == claim.id())
        return old;
  return std::nullopt;
}

std::string nameOf(const StepContext &context, const Claim &claim) {
  if (claim.kind == Claim::port)
    return context.describe(claim.parameter) + " passes its elements in order";
  std::string place = ir::isLoop(claim.place) ? "the loop " + context.describe(claim.place)
                                              : "'" + func::FuncOp(claim.function).getSymName().str() + "'";
  return place + (claim.kind == Claim::region ? " is a dataflow region" : " is parallel");
}

void checkClaim(StepContext &context, const State &before, const Claim &claim) {
  std::optional<RegionObstacle> obstacle = obstacleOf(context, claim);
  if (!obstacle)
    return;
  std::optional<Claim> old = claimBefore(before, claim);
  if (!old || obstacleOf(context, *old)) // new, and checked by its own step; or insisted upon
    return;
  std::string step = context.setBy(claim.function, claim.id(), claim.property());
  std::string text = nameOf(context, claim) + (step.empty() ? "" : " by '" + step + "'") +
                     " and would not be any more: " + obstacle->text;
  std::string hint = obstacle->hint;
  if (claim.kind == Claim::region)
    hint = "change the body first, then make it a dataflow region";
  if (obstacle->isIllegal)
    context.refuseIllegal(text, hint);
  else
    context.refuseAt(obstacle->place.value_or(claim.place->getLoc()), text, hint);
}

} // namespace

std::set<std::string> changedFunctions(const State &before, const State &after) {
  std::set<std::string> changed;
  for (auto function : after.moduleOp().getOps<func::FuncOp>()) {
    func::FuncOp old = before.function(function.getSymName());
    if (!old || !sameText(old, function))
      changed.insert(function.getSymName().str());
  }
  return changed;
}

void checkStanding(StepContext &context, const State &before, const std::set<std::string> &changed) {
  llvm::StringMap<bool> known;
  for (auto function : context.module().getOps<func::FuncOp>())
    for (const Claim &claim : claimsOf(function))
      if (isAffected(context.module(), function, changed, known))
        checkClaim(context, before, claim);
}

} // namespace allo::schedule
