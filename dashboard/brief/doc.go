// Package brief makes the sentences of the one page leaders read: what changed, where a district stands apart, what to look at.
//
// A sentence is declared ([Rules]): what it is about, its wording, and when it may be said. It is said only when its numbers pass:
//
//   - a percentage needs ten cases, a comparison of districts thirty;
//   - "more" and "less" of counts need a difference beyond chance (1.96 standard deviations of the difference of two Poisson
//     counts), "higher" and "lower" of rates need 95 % Wilson intervals that do not overlap;
//   - across a break of the series, of the form or of the law, nothing is compared;
//   - where reports are missing, blank or have open errors, the same has to hold for the agencies that reported in both years
//     without open errors ([queries.Panel]), and the sentence says so.
//
// What is not said is listed with the reason. Of what may be said, the three that matter most are chosen, of different topics where
// there are that many.
//
//	said, silent := brief.Judge(input)
//	for _, s := range brief.Choose(said, brief.Most) { … s.Text … }
package brief
