package office

import (
	"fmt"
	"slices"
)

// Status (状态) says how far a submission has come.
type Status string

const (
	StatusReceived   Status = "received"    // 已收到: its bytes are kept; it is being read
	StatusChecked    Status = "checked"     // 待提交: read and checked; the sender has to look at it and submit
	StatusUnplaced   Status = "unplaced"    // 待归属: read, and whose it is could not be told
	StatusUnreadable Status = "unreadable"  // 读不出: no report could be read from it
	StatusSubmitted  Status = "submitted"   // 待接收: the office has to accept or return it
	StatusReturned   Status = "returned"    // 已退回: the sender has to correct it
	StatusCorrected  Status = "corrected"   // 已更正: another file was sent in its place
	StatusWithdrawn  Status = "withdrawn"   // 已撤回: by the sender, or reading was cancelled
	StatusAccepted   Status = "accepted"    // 已接收: to be loaded
	StatusLoaded     Status = "loaded"      // 已入库: pages show it
	StatusNotLoaded  Status = "load_failed" // 未能入库: it was accepted and could not be loaded
)

// Label is the status in Chinese.
func (s Status) Label() string {
	switch s {
	case StatusReceived:
		return "正在读取"
	case StatusChecked:
		return "待提交"
	case StatusUnplaced:
		return "待归属"
	case StatusUnreadable:
		return "读不出"
	case StatusSubmitted:
		return "待接收"
	case StatusReturned:
		return "已退回"
	case StatusCorrected:
		return "已更正"
	case StatusWithdrawn:
		return "已撤回"
	case StatusAccepted:
		return "已接收"
	case StatusLoaded:
		return "已入库"
	case StatusNotLoaded:
		return "未能入库"
	}
	return string(s)
}

// from lists the statuses another may follow. It is the one place that says so.
func (s Status) from() []Status {
	switch s {
	case StatusReceived:
		return []Status{StatusUnplaced, StatusChecked, StatusReceived} // read again, as somebody has said whose it is
	case StatusChecked, StatusUnplaced, StatusUnreadable:
		return []Status{StatusReceived}
	case StatusSubmitted:
		return []Status{StatusChecked, StatusAccepted} // accepted: loading it was cancelled
	case StatusReturned:
		return []Status{StatusSubmitted, StatusNotLoaded, StatusUnplaced, StatusUnreadable}
	case StatusCorrected:
		return []Status{StatusChecked, StatusUnplaced, StatusUnreadable, StatusSubmitted, StatusReturned, StatusNotLoaded}
	case StatusWithdrawn:
		return []Status{StatusReceived, StatusChecked, StatusUnplaced, StatusUnreadable, StatusSubmitted}
	case StatusAccepted:
		return []Status{StatusChecked, StatusSubmitted, StatusNotLoaded}
	case StatusLoaded, StatusNotLoaded:
		return []Status{StatusAccepted}
	}
	return nil
}

// Can reports whether a submission that has the status may get another.
func (s Status) Can(next Status) bool { return slices.Contains(next.from(), s) }

// Open reports whether somebody has still to do something about the submission.
func (s Status) Open() bool {
	return !slices.Contains([]Status{StatusCorrected, StatusWithdrawn, StatusLoaded}, s)
}

// StatusError says that a submission has come to a point from which it cannot go where somebody wanted it.
type StatusError struct {
	Submission int64
	Have, Want Status
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("报送件 %d 现在是“%s”，不能改为“%s”：别人可能刚刚处理过，请刷新页面再看", e.Submission, e.Have.Label(), e.Want.Label())
}
