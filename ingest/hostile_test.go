package ingest

import (
	"strings"
	"testing"
)

// A text that repeats one row of the form without end is refused instead of compared without end.
func TestEndlessRowsAreRefused(t *testing.T) {
	text := "龙亭区财政局2022年政府信息公开工作年度报告\n" + strings.Repeat("一、本年新收政府信息公开申请数量 | 1 | 2\n", 60_000)
	_, _, err := Read("龙亭区财政局2022.txt", []byte(text), Hints{})
	if err == nil || !strings.Contains(err.Error(), "超过上限") {
		t.Errorf("got %v", err)
	}
}
