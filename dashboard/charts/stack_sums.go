package charts

import (
	"strings"

	"github.com/shopspring/decimal"
)

// form2014 is the last year reported on the form of 2014, which asked for outcomes in other classes.
const form2014 = 2018

// sumNote explains stacks that do not end at 100 %: parts a report left blank or an older form did not ask for, and parts that
// add up to more than the whole the report gives. Empty where every stack is full. Nothing is stretched to fit.
func sumNote(stacks []stack) string {
	var old, low, high []string
	for _, s := range stacks {
		if stackNote(s) != "" || s.whole.K == nil {
			continue
		}
		sum := decimal.Zero
		for _, p := range s.parts {
			if p.K != nil {
				sum = sum.Add(*p.K)
			}
		}
		switch {
		case sum.LessThan(*s.whole.K) && s.year <= form2014:
			old = append(old, s.label)
		case sum.LessThan(*s.whole.K):
			low = append(low, s.label)
		case sum.GreaterThan(*s.whole.K):
			high = append(high, s.label)
		}
	}
	var notes []string
	say := func(labels []string, text string) {
		if len(labels) > 0 {
			notes = append(notes, enumerated(labels)+text)
		}
	}
	say(old, "不到 100%：2014 版式的分类与现在不同，对不上的件数不归入任何一类，空着。")
	say(low, "不到 100%：各类之和小于报告写的总计，差额空着。")
	say(high, "超过 100%：各类之和大于报告写的总计。")
	return strings.Join(notes, "")
}

// enumerated names a few and counts the rest.
func enumerated(labels []string) string {
	const most = 6
	if len(labels) > most {
		return strings.Join(labels[:most], "、") + " 等 " + itoa(len(labels)) + " 处"
	}
	return strings.Join(labels, "、") + " "
}
