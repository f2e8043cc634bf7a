package main

import (
	"fmt"
	"time"

	"tongjian/data/filing"
)

// receivedDay reads --received: the day files came, where that was not today. Empty is no day.
func receivedDay(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := filing.ParseDay(text)
	if err != nil {
		return time.Time{}, usageError{fmt.Errorf("--received：%w", err)}
	}
	if day.After(now) {
		return time.Time{}, usageError{fmt.Errorf("--received：收到日期 %s 还没有到", text)}
	}
	return day, nil
}
