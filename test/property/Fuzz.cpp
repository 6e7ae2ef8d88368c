// Random kernels under random schedules: native = cpu = emitted HLS C++ = simulated hardware, bit for bit, the hardware
// takes the cycles that the sim target counts, the schedule is proved to compute what its source does, and a refused
// step changes nothing.
#include "Hardware.h"
#include "Reduce.h"
#include "TypedExpressions.h"
#include "Workers.h"

#include "allo/error.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace allo::fuzz {
namespace {

struct Options {
  uint64_t seed = 1;
  int cases = 2000, first = 0, only = -1, batch = 50, workers = 2;
  int expressions = 0; // of the types of include/hls, instead of statements under schedules
  bool reduces = false, isVerbose = false;
  std::string corpus, file;
};

struct Total {
  BatchResult sum;
  std::vector<std::pair<int, CaseFailure>> failures;   // case number
  std::map<std::string, std::pair<int, int>> reasons;  // why cases do not count: how often, the first case
  std::map<std::string, std::pair<int, int>> refusals; // of the rtl target
  std::map<std::string, std::pair<int, int>> unproven; // why proofs gave up
};

void add(Total &total, const BatchResult &result, const std::vector<int> &numbers) {
  total.sum.cases += result.cases, total.sum.compared += result.compared, total.sum.undefined += result.undefined;
  total.sum.vacuous += result.vacuous, total.sum.notLowered += result.notLowered, total.sum.steps += result.steps;
  for (const auto &[word, counts] : result.tally.steps) {
    total.sum.tally.steps[word].first += counts.first;
    total.sum.tally.steps[word].second += counts.second;
  }
  for (const CaseFailure &failure : result.failures)
    total.failures.emplace_back(numbers[size_t(failure.position)], failure);
  for (const auto &[position, note] : result.notes) {
    size_t start = note.find("error: ");
    std::string reason = start == std::string::npos ? note.substr(0, note.find('\n'))
                                                    : note.substr(start, note.find('\n', start) - start);
    auto &entry = total.reasons.try_emplace(reason, 0, numbers[size_t(position)]).first->second;
    ++entry.first;
  }
  total.sum.designs += result.designs, total.sum.blocked += result.blocked, total.sum.exact += result.exact,
      total.sum.proven += result.proven;
  for (const auto &[position, text] : result.refusals)
    ++total.refusals.try_emplace(text, 0, numbers[size_t(position)]).first->second.first;
  for (const auto &[position, text] : result.unproven)
    ++total.unproven.try_emplace(kindOfMessage(text.substr(0, text.find('\n'))), 0, numbers[size_t(position)])
          .first->second.first;
}

void print(const CaseInput &input, const CaseFailure &failure) {
  std::cout << "---- " << failure.failure.kind << "\n"
            << failure.failure.message << "\n---- kernel and schedule\n"
            << corpusText(input, failure.script) << "---- IR (and emitted C++)\n"
            << failure.ir << "----\n";
}

// Expressions are compared as they are, without a schedule.
CaseInput inputOf(const Options &options, int number) {
  if (!options.expressions)
    return caseOf(generateProgram(options.seed, number), number);
  Program program = generateTypedExpressions(options.seed, number);
  CaseInput input = caseOf(program, number);
  input.script = "kernel " + program.top + "\n";
  return input;
}

std::string number(const Options &options) { return "--seed " + std::to_string(options.seed); }

int runOne(const Options &options) {
  Program program;
  CaseInput input;
  if (options.file.empty()) {
    if (!options.expressions)
      program = generateProgram(options.seed, options.only);
    input = inputOf(options, options.only);
  } else {
    input = readCorpusFile(options.file, 0);
  }
  BatchResult result = runIsolated({input}, options.seed);
  for (const auto *list : {&result.notes, &result.refusals, &result.unproven})
    for (const auto &[position, note] : *list)
      std::cout << note << "\n";
  if (result.failures.empty()) {
    std::cout << input.text << "\n" << (result.compared ? "equal\n" : "not compared\n");
    return 0;
  }
  CaseFailure failure = result.failures.front();
  if (options.reduces) {
    bool isProgram = options.file.empty() && !options.expressions;
    Reduced reduced = reduce(isProgram ? &program : nullptr, input, failure, options.seed);
    input = reduced.input, failure = reduced.failure;
  }
  print(input, failure);
  return 1;
}

int corpusFailures(const Options &options) {
  int failed = 0, run = 0;
  if (options.corpus.empty())
    return 0;
  std::vector<std::filesystem::path> files;
  for (const auto &entry : std::filesystem::directory_iterator(options.corpus))
    if (entry.path().extension() == ".cpp")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<CaseInput> inputs;
  for (const std::filesystem::path &file : files)
    inputs.push_back(readCorpusFile(file, run++));
  if (inputs.empty())
    return 0;
  BatchResult result = runIsolated(inputs, 1);
  for (const auto &[position, note] : result.notes) {
    std::cout << files[size_t(position)].string() << ": does not count: " << note << "\n";
    ++failed;
  }
  for (const CaseFailure &failure : result.failures) {
    std::cout << files[size_t(failure.position)].string() << ":\n";
    print(inputs[size_t(failure.position)], failure);
    ++failed;
  }
  std::cout << "corpus: " << run << " cases, " << failed << " failed\n";
  return failed;
}

// Whether the run showed what it is for. A short run is not held to it.
bool meansSomething(const Total &total) {
  bool good = true;
  if (total.sum.cases < 1000)
    return true;
  static const char *const words[] = {
      "split",   "tile", "reorder",    "fuse",  "unroll",  "pipeline", "parallel", "inline", "partition", "buffer_at",
      "compose", "peel", "distribute", "merge", "outline", "retype",   "reuse_at", "to",     "compute_at"};
  for (const char *word : words) {
    auto found = total.sum.tally.steps.find(word);
    if (found == total.sum.tally.steps.end() || found->second.first == 0 || found->second.second == 0) {
      std::cout << "the primitive " << word << " was never "
                << (found == total.sum.tally.steps.end() || !found->second.first ? "accepted" : "refused") << "\n";
      good = false;
    }
  }
  if (10 * (total.sum.undefined + total.sum.notLowered) > total.sum.cases) {
    std::cout << "more than a tenth of the cases do not count\n";
    good = false;
  }
  return good;
}

void printTotal(const Total &total) {
  const BatchResult &sum = total.sum;
  std::printf(
      "%d cases: %d compared (%d of them vacuous), %d not lowered, %d with undefined behaviour, %d steps accepted\n",
      sum.cases, sum.compared, sum.vacuous, sum.notLowered, sum.undefined, sum.steps);
  for (const auto &[word, counts] : sum.tally.steps)
    std::printf("  %-12s %6d accepted %6d refused\n", word.c_str(), counts.first, counts.second);
  for (const auto &[reason, counts] : total.reasons)
    std::printf("  %d x %s (first: case %d)\n", counts.first, reason.c_str(), counts.second);
  if (oracles.proof && sum.compared > 0 && !comparesExpressions) {
    int unproven = 0;
    for (const auto &[text, counts] : total.unproven)
      unproven += counts.first;
    std::printf("%d schedules proved equal to their sources, %d not decided\n", sum.proven, unproven);
    for (const auto &[text, counts] : total.unproven)
      std::printf("  %d x %s (first: case %d)\n", counts.first, text.c_str(), counts.second);
  }
  if (oracles.hardwareEvery > 0) {
    std::printf("%d designs simulated, %d of them of exactly known cycles\n", sum.designs, sum.exact);
    if (sum.blocked)
      std::printf("  %d more wait for ever at streams that are too short, and are right with longer ones\n",
                  sum.blocked);
    for (const auto &[text, counts] : total.refusals)
      std::printf("  %d refused: %s (first: case %d)\n", counts.first, text.c_str(), counts.second);
  }
  std::fflush(stdout);
}

// A long run says on the way how far it is, and what failed.
void showProgress(const Total &total, const BatchResult &added, int cases) {
  constexpr int interval = 1000;
  for (size_t i = total.failures.size() - added.failures.size(); i < total.failures.size(); ++i)
    std::cerr << "case " << total.failures[i].first << ": " << total.failures[i].second.failure.kind << ": "
              << total.failures[i].second.failure.message.substr(0, 300) << "\n";
  if (total.sum.cases / interval != (total.sum.cases - added.cases) / interval)
    std::cerr << total.sum.cases << " of " << cases << " cases, " << total.failures.size() << " failed\n";
}

int runMany(const Options &options) {
  int failed = corpusFailures(options);
  Total total;
  auto numbersOf = [&](int index) {
    std::vector<int> numbers;
    for (int i = index * options.batch; i < std::min(options.cases, (index + 1) * options.batch); ++i)
      numbers.push_back(options.first + i);
    return numbers;
  };
  runAll((options.cases + options.batch - 1) / options.batch, options.workers, options.seed,
         [&](int index) {
           std::vector<CaseInput> inputs;
           for (int each : numbersOf(index))
             inputs.push_back(inputOf(options, each));
           return inputs;
         },
         [&](int index, const BatchResult &result) {
           add(total, result, numbersOf(index));
           showProgress(total, result, options.cases);
         });
  printTotal(total);
  if (options.expressions)
    std::printf("%d expressions\n", options.cases * expressionsOfKernel);
  std::map<std::string, int> printed;
  std::sort(total.failures.begin(), total.failures.end(),
            [](const auto &a, const auto &b) { return a.first < b.first; });
  for (auto &[caseNumber, failure] : total.failures) {
    std::cout << "FAILED case " << caseNumber << " (" << number(options) << " --case " << caseNumber
              << "): " << failure.failure.kind << ": " << failure.failure.message.substr(0, 300) << "\n";
    if (++printed[failure.failure.kind] > 1 || !options.reduces || options.expressions)
      continue;
    Program program = generateProgram(options.seed, caseNumber);
    Reduced reduced = reduce(&program, caseOf(program, caseNumber), failure, options.seed);
    print(reduced.input, reduced.failure);
  }
  failed += int(total.failures.size());
  std::cout << (failed ? std::to_string(failed) + " failed\n" : "all equal\n");
  // Expressions have no undefined behaviour: every case counts.
  bool counts = options.expressions ? total.sum.compared == total.sum.cases : meansSomething(total);
  return failed || !counts ? 1 : 0;
}

int usage() {
  std::cerr
      << "usage: fuzz [--cases N] [--seed S] [--first K] [--batch N] [--workers N] [--reduce] [--corpus DIR]\n"
         "            [--compiler CXX]                   instead of g++ for the kernels and the emitted C++\n"
         "            [--legal]                          compare the RTL target's legal form too\n"
         "            [--no-proof]                       do not prove that schedules compute what their sources do\n"
         "            [--rtl-every N]                    simulate one of N groups of 50 cases as hardware too\n"
         "            [--rtl]                            compare simulated hardware instead of all others\n"
         "            [--designs]                        only make the hardware: internal errors, refusals\n"
         "       fuzz --expressions N [--rtl] …          random expressions over ap_int, ap_fixed, half … instead\n"
         "       fuzz --case K [--seed S] [--reduce]     one case: kernel, schedule, IR, difference\n"
         "       fuzz --file KERNEL.cpp                  one case of the corpus\n";
  return 2;
}

int run(int count, char **words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    std::map<std::string, int *> integers = {{"--cases", &options.cases},
                                             {"--first", &options.first},
                                             {"--case", &options.only},
                                             {"--batch", &options.batch},
                                             {"--expressions", &options.expressions},
                                             {"--rtl-every", &oracles.hardwareEvery},
                                             {"--workers", &options.workers}};
    if (word == "--reduce")
      options.reduces = true;
    else if (word == "--legal")
      oracles.legalForm = true;
    else if (word == "--no-proof")
      oracles.proof = false;
    else if (word == "--rtl" || word == "--designs")
      oracles = {.cpu = false,
                 .hls = false,
                 .legalForm = false,
                 .proof = false,
                 .hardwareEvery = 1,
                 .simulatesNothing = word == "--designs"};
    else if (i + 1 == count)
      return usage();
    else if (integers.contains(word))
      *integers[word] = std::atoi(words[++i]);
    else if (word == "--seed")
      options.seed = std::strtoull(words[++i], nullptr, 10);
    else if (word == "--compiler")
      batchCompiler = words[++i];
    else if (word == "--corpus")
      options.corpus = words[++i];
    else if (word == "--file")
      options.file = words[++i];
    else
      return usage();
  }
  if (options.expressions > 0) {
    comparesExpressions = true;
    options.cases = (options.expressions + expressionsOfKernel - 1) / expressionsOfKernel;
  }
  if (options.batch < 1 || options.workers < 1 || options.cases < 0)
    return usage();
  return options.only >= 0 || !options.file.empty() ? runOne(options) : runMany(options);
}

} // namespace
} // namespace allo::fuzz

int main(int count, char **words) {
  try {
    return allo::fuzz::run(count, words);
  } catch (const std::exception &error) {
    std::cerr << "fuzz: " << error.what() << "\n";
    return 3;
  }
}
