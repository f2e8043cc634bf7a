package brief

// Rule is a sentence with the condition it is said on.
type Rule struct {
	Key   string
	Topic string // of the three sentences, each is of another topic where that many can be said
	Name  string // what it tells of
	// Metric is a key of package metrics, or one of the rates the reader chooses.
	Metric string
	Kind   Kind
	// More and Less are the wordings, with fields in braces: {year} {metric} {now} {before} {growth} {counts} {counts_before} {part}
	// {parts} {rest} {rest_counts}. A rule of kind Steady has More alone.
	More, Less string
	// Page and Anchor are where its figures are shown.
	Page, Anchor string
	// Importance weighs it against the others.
	Importance float64
}

// Kind is what a rule compares, and so what its numbers have to pass.
type Kind string

const (
	// Growth: a count against the year before; at least ten then, and a difference beyond chance.
	Growth Kind = "growth"
	// Change: a rate against the year before; at least ten cases in both, and intervals that do not overlap.
	Change Kind = "change"
	// Apart: a rate of one part against that of all others together; at least thirty cases on both sides, none in doubt.
	Apart Kind = "apart"
	// Steady: a rate that did not change beyond chance; at least thirty cases in both years.
	Steady Kind = "steady"
)

// The rates whose denominator the reader chooses.
const (
	chosenRelease = "@release"
	chosenReview  = "@review"
	chosenSuit    = "@suit"
)

const topicSteady = "steady"

// Rules lists every sentence, the weightiest subjects first.
func Rules() []Rule {
	const (
		higher = "{metric}为 {now}（{counts}），高于上年的 {before}（{counts_before}）。"
		lower  = "{metric}为 {now}（{counts}），低于上年的 {before}（{counts_before}）。"
		above  = "{part}的{metric}为 {now}（{counts}），高于其余{parts}合计的 {rest}（{rest_counts}）。"
		below  = "{part}的{metric}为 {now}（{counts}），低于其余{parts}合计的 {rest}（{rest_counts}）。"
		same   = "{metric}为 {now}（{counts}），与上年的 {before}（{counts_before}）没有超出偶然波动的差别。"
	)
	return []Rule{
		{"received", "volume", "新收申请的增减", "requests.received", Growth, "{year} 年新收申请 {now} 件，比上年的 {before} 件增加 {growth}。",
			"{year} 年新收申请 {now} 件，比上年的 {before} 件减少 {growth}。", "/volumes", "volumes-trend", 3},
		{"carried-out", "carried", "结转下年的增减", "requests.carried_out", Growth, "结转下年继续办理 {now} 件，比上年的 {before} 件增加 {growth}（结转是尚在办理，不等于逾期）。",
			"结转下年继续办理 {now} 件，比上年的 {before} 件减少 {growth}。", "/volumes", "volumes-flow", 1.5},
		{"reviews", "review", "行政复议案件的增减", "review.total", Growth, "因政府信息公开被申请行政复议 {now} 件，比上年的 {before} 件增加 {growth}。",
			"因政府信息公开被申请行政复议 {now} 件，比上年的 {before} 件减少 {growth}。", "/reviews", "reviews-years", 2.5},
		{"review-corrected", "review", "复议纠错率的变化", chosenReview, Change, higher, lower, "/reviews", "reviews-rates", 3},
		{"suit-corrected", "suit", "诉讼纠错率的变化", chosenSuit, Change, higher, lower, "/reviews", "reviews-rates", 3},
		{"release", "outcome", "公开率的变化", chosenRelease, Change, higher, lower, "/outcomes", "outcomes-rates", 3},
		{"refusal", "outcome", "不予公开率的变化", "refusal", Change, higher, lower, "/outcomes", "outcomes-rates", 2.5},
		{"not-held", "outcome", "本机关不掌握占比的变化", "not_held", Change, higher, lower, "/outcomes", "outcomes-years", 1.5},
		{"not-processed", "outcome", "不予处理率的变化", "not_processed", Change, higher, lower, "/outcomes", "outcomes-years", 1.5},
		{"completion", "carried", "办结率的变化", "completion", Change, higher, lower, "/volumes", "volumes-flow", 2},
		{"review-apart", "part-review", "复议纠错率与众不同的", chosenReview, Apart, above, below, "/reviews", "reviews-funnel", 2.8},
		{"release-apart", "part", "公开率与众不同的", chosenRelease, Apart, above, below, "/outcomes", "outcomes-parts", 2},
		{"refusal-apart", "part", "不予公开率与众不同的", "refusal", Apart, above, below, "/outcomes", "outcomes-parts", 2},
		{"release-steady", topicSteady, "公开率没有变化", chosenRelease, Steady, same, "", "/outcomes", "outcomes-rates", 0.5},
		{"review-steady", topicSteady, "复议纠错率没有变化", chosenReview, Steady, same, "", "/reviews", "reviews-rates", 0.4},
	}
}
