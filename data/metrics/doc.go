// Package metrics declares every derived figure once and evaluates it by one set of rules.
//
// A [Metric] has a key, a Chinese name, a formula in the names of the measures, and the signed measures its numerator and
// denominator are made of. Every chart, table, API answer and export names a metric by its key and prints its formula.
// [Lookup] also knows the measures as reported, so that a page asks for requests.received and any_release in one way.
//
// [Evaluate] computes a [Value] from operands. Its rules:
//
//   - K and N are exact; the rate is derived from them last, and rounded once for display.
//   - An operand that is missing makes the value absent, with the [Reason]. Nothing missing is zero.
//   - Below [MinCases] there is no rate: the value is shown as k/n. Below [MinRank] it is never ranked.
//   - A growth over a base below [MinCases] is not shown.
//   - A share carries its Wilson 95 % interval. Ratios whose numerator is no part of the denominator (清结比, 争议率) have
//     none: the interval of a proportion does not apply to them.
//   - The rate of a region is the ratio of sums, never the mean of rates: callers pass sums as operands.
//
// [Flags] travel beside the number. A [Break] is a year from which a figure counts something else; those of the form's
// editions follow from data/forms (a measure breaks where an edition begins or ceases to ask it), those of the law are
// declared here, those of boundaries come from data/regions.
//
// Not computable from these forms, so never shown or implied: days to answer, share on time, backlog, staff, cost.
package metrics
