// Whether the checkers catch defects: each of test/mutation/defects is planted in the library, one at a time, and
// random cases that aim at it are run until the checks of a step, the proof, the comparison with the native kernel and
// the simulated hardware have had their chance (docs/decisions/0029).
#include "Results.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace allo::mutation {
namespace {

struct Options {
  uint64_t seed = 1;
  int workers = 2, cases = 90, wanted = 4, seconds = 150, right = 0, shown = 0;
  size_t programs = 400, scripts = 60;
  std::string folder = "build/mutation", only, layer;
  bool simulates = false, tabulates = false;
};

std::vector<const Defect *> chosen(const Options &options) {
  std::vector<const Defect *> list;
  for (const Defect &defect : defects)
    if ((options.only.empty() || options.only == defect.name) &&
        (options.layer.empty() || options.layer == defect.layer))
      list.push_back(&defect);
  return list;
}

std::filesystem::path resultOf(const Options &options, const Defect &defect) {
  return std::filesystem::path(options.folder) / "results" / defect.name;
}

// Runs `work` for each item in processes side by side.
template <typename Items, typename Work> void shareOut(const Items &items, int workers, Work work) {
  std::vector<pid_t> children;
  for (int worker = 0; worker < workers; ++worker) {
    pid_t child = fork();
    if (child == 0) {
      int status = 0;
      try {
        for (size_t i = size_t(worker); i < items.size(); i += size_t(workers))
          work(items[i]);
      } catch (const std::exception &error) {
        std::cerr << "mutation: " << error.what() << "\n";
        status = 1;
      }
      std::fflush(stdout);
      _exit(status);
    }
    children.push_back(child);
  }
  bool isGood = true;
  for (pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    isGood &= status == 0;
  }
  if (!isGood)
    throw std::runtime_error("a worker failed");
}

struct Aim {
  ProgramKind kind;
  std::string word;
};

void prepare(const Options &options, Pool &pool) {
  struct Kind {
    ProgramKind kind;
    int count;
  };
  int count = int(options.programs);
  std::vector<Kind> kinds = {{ProgramKind::statements, count},
                             {ProgramKind::hardware, count / 4},
                             {ProgramKind::types, 24},
                             {ProgramKind::written, 0}};
  shareOut(kinds, options.workers, [&](const Kind &each) { pool.preparePrograms(each.kind, each.count); });
  std::set<std::pair<ProgramKind, std::string>> known;
  std::vector<Aim> aims;
  for (const Defect *defect : chosen(options)) {
    ProgramKind kind = defect->layer == "rtl" ? ProgramKind::hardware : ProgramKind::statements;
    std::string word;
    for (char c : defect->aims + " ")
      if (c != ' ')
        word += c;
      else {
        if (!word.empty() && word != "types" && defect->layer != "analysis" && known.insert({kind, word}).second)
          aims.push_back({kind, word});
        word.clear();
      }
  }
  shareOut(aims, options.workers, [&](const Aim &aim) { pool.prepareScripts(aim.kind, aim.word, options.scripts); });
}

bool isEnough(const Defect &defect, const Summary &summary, const Options &options) {
  auto found = [&](Oracle oracle) { return summary.found[size_t(oracle)]; };
  if (isSemantic(defect))
    return (found(Oracle::verify) > 0 && summary.wrong >= options.wanted) || found(Oracle::check) >= 12;
  if (defect.layer == "rtl")
    return found(Oracle::hardware) > 0 || found(Oracle::check) > 2;
  return found(Oracle::run) > 1 || found(Oracle::check) > 5;
}

void tryOne(const Options &options, const Pool &pool, const Defect &defect) {
  auto start = std::chrono::steady_clock::now();
  auto elapsed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  std::vector<PooledCase> cases = casesFor(defect, pool);
  int most = std::min(int(cases.size()), defect.layer == "analysis" ? 4 * options.cases : options.cases);
  TrialResult result;
  int done = 0;
  while (done < most && elapsed() < options.seconds) {
    int last = std::min(most, done + int(batchOf(defect)));
    TrialResult more = tryDefect(defect, pool, cases, done, last);
    result.findings.insert(result.findings.end(), more.findings.begin(), more.findings.end());
    result.exercised.insert(result.exercised.end(), more.exercised.begin(), more.exercised.end());
    done = last;
    if (isEnough(defect, summarise(result, done), options))
      break;
  }
  Summary summary = summarise(result, done);
  if (options.simulates && isSemantic(defect) && !summary.wrongPositions.empty()) {
    std::vector<int> positions = summary.wrongPositions;
    positions.resize(std::min<size_t>(positions.size(), 2));
    TrialResult hardware = tryHardware(defect, pool, cases, positions);
    result.findings.insert(result.findings.end(), hardware.findings.begin(), hardware.findings.end());
    summary = summarise(result, done);
  }
  std::filesystem::create_directories(resultOf(options, defect).parent_path());
  write(resultOf(options, defect), result, done);
  std::string line = defect.name + ":";
  for (size_t i = 0; i < oracleNames.size(); ++i)
    if (summary.asked[i])
      line += " " + std::string(oracleNames[i]) + " " + (summary.first[i] ? std::to_string(summary.first[i]) : "-");
  std::printf("%s; %d of %d cases reached it, %d wrong (proven %d, equal %d, open %d), %.0f s\n", line.c_str(),
              summary.exercised, summary.cases, summary.wrong, summary.provenDifferent, summary.provenEqual,
              summary.open, elapsed());
  std::fflush(stdout);
  if (options.only.empty())
    return;
  for (const Finding &finding : result.findings)
    std::printf("  case %d: %s %s %s\n", finding.position + 1, oracleNames[size_t(finding.oracle)],
                finding.outcome.c_str(), finding.detail.c_str());
}

// Schedules that the library as it is accepts: none may be said to be different, few may stay open.
int tryRight(const Options &options, const Pool &pool) {
  std::vector<PooledCase> all;
  std::set<std::string> words;
  for (const Defect &defect : defects)
    if (defect.layer == "primitive" || defect.layer == "lowering" || defect.layer == "printer") {
      std::vector<PooledCase> cases = casesFor(defect, pool);
      if (!defect.aims.empty() && defect.aims != "types" && words.insert(defect.aims).second)
        all.insert(all.end(), cases.begin(), cases.end());
    }
  std::map<std::string, PooledCase> unique;
  for (const PooledCase &input : all)
    if (!input.script.empty())
      unique.try_emplace(std::to_string(input.program.number) + input.script, input);
  std::vector<PooledCase> cases;
  for (const auto &[key, input] : unique)
    cases.push_back(input);
  // In an order of their own, so that any number of them is of all kinds.
  fuzz::Random random(options.seed, 0x716);
  random.shuffle(cases);
  cases.resize(std::min(cases.size(), size_t(options.right)));
  int equal = 0, different = 0, open = 0;
  for (const PooledCase &input : cases) {
    std::string answer = verdictOn(pool, input);
    bool isEqual = answer.starts_with("equal"), isDifferent = answer.starts_with("different");
    equal += isEqual, different += isDifferent, open += !isEqual && !isDifferent;
    if (!isEqual)
      std::printf("  program %d: %s\n%s", input.program.number, answer.c_str(), input.script.c_str());
  }
  std::printf("%zu right schedules: verify says equal of %d, different of %d, unknown of %d\n", cases.size(), equal,
              different, open);
  return different == 0 && 50 * open <= int(cases.size()) ? 0 : 1;
}

int tabulate(const Options &options) {
  std::vector<Row> rows;
  for (const Defect *defect : chosen(options)) {
    TrialResult result;
    int cases = 0;
    if (read(resultOf(options, *defect), result, cases))
      rows.push_back({*defect, summarise(result, cases)});
  }
  std::cout << tableText(rows) << "\n" << totalsText(rows);
  bool isGood = true;
  for (const Row &row : rows) {
    bool isFound =
        std::any_of(row.summary.first.begin(), row.summary.first.end(), [](int first) { return first != 0; });
    isGood &= isFound && (!isSemantic(row.defect) || row.summary.provenEqual == 0);
  }
  return isGood ? 0 : 1;
}

int usage() {
  std::cerr << "usage: mutation [--folder DIR] [--seed S] [--workers N] [--cases N] [--seconds N] [--wanted N]\n"
               "                [--programs N] [--scripts N] [--layer NAME] [--hardware]\n"
               "       mutation --defect NAME …     one defect: all that was found\n"
               "       mutation --defect NAME --show N …   its case N: kernel, schedule, wrong IR\n"
               "       mutation --table             what earlier runs found, without a run\n"
               "       mutation --right N           right schedules: no proof may say different\n";
  return 2;
}

int run(int count, char **words) {
  Options options;
  std::map<std::string, int *> integers = {{"--workers", &options.workers}, {"--cases", &options.cases},
                                           {"--wanted", &options.wanted},   {"--seconds", &options.seconds},
                                           {"--right", &options.right},     {"--show", &options.shown}};
  std::map<std::string, std::string *> texts = {
      {"--folder", &options.folder}, {"--defect", &options.only}, {"--layer", &options.layer}};
  std::map<std::string, size_t *> sizes = {{"--programs", &options.programs}, {"--scripts", &options.scripts}};
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    if (word == "--hardware")
      options.simulates = true;
    else if (word == "--table")
      options.tabulates = true;
    else if (i + 1 == count)
      return usage();
    else if (integers.contains(word))
      *integers[word] = std::atoi(words[++i]);
    else if (sizes.contains(word))
      *sizes[word] = std::strtoull(words[++i], nullptr, 10);
    else if (texts.contains(word))
      *texts[word] = words[++i];
    else if (word == "--seed")
      options.seed = std::strtoull(words[++i], nullptr, 10);
    else
      return usage();
  }
  std::vector<const Defect *> list = chosen(options);
  if (list.empty() || options.workers < 1)
    return usage();
  if (options.tabulates)
    return tabulate(options);
  Pool pool(std::filesystem::absolute(options.folder) / ("pool-" + std::to_string(options.seed)), options.seed);
  prepare(options, pool);
  if (options.right > 0)
    return tryRight(options, pool);
  if (options.shown > 0) {
    std::vector<PooledCase> cases = casesFor(*list.front(), pool);
    if (options.shown > int(cases.size()))
      return usage();
    std::cout << textOf(*list.front(), pool, cases, options.shown - 1);
    return 0;
  }
  shareOut(list, options.workers, [&](const Defect *defect) { tryOne(options, pool, *defect); });
  return options.only.empty() ? tabulate(options) : 0;
}

} // namespace
} // namespace allo::mutation

int main(int count, char **words) {
  int status = 3;
  try {
    status = allo::mutation::run(count, words);
  } catch (const std::exception &error) {
    std::cerr << "mutation: " << error.what() << "\n";
  }
  // Objects of concerned sources are here and in the library, at one place: they are made twice, and must not be
  // destroyed twice.
  std::cout.flush();
  std::fflush(nullptr);
  _exit(status);
}
