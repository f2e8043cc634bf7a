package dashboard

import (
	"context"
	"net"
	"sync"

	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// answers remembers what the office has said about the findings of one snapshot: worked out once for each state of the two.
type answers struct {
	mu       sync.Mutex
	snapshot int
	version  int64
	known    *queries.Answers
}

// officeVersion is the state of what the office keeps, part of every key and ETag; 0 where there is no office.
func (s *server) officeVersion(ctx context.Context) (int64, error) {
	if s.office == nil {
		return 0, nil
	}
	return s.office.Version(ctx)
}

// answersTo gives what the office has said about the findings of a snapshot. Callers must not change it.
func (s *server) answersTo(ctx context.Context, lease *warehouse.Lease) (*queries.Answers, error) {
	if s.office == nil {
		return &queries.Answers{}, nil
	}
	version, err := s.office.Version(ctx)
	if err != nil {
		return nil, err
	}
	a := &s.answers
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known != nil && a.snapshot == lease.Info().Number && a.version == version {
		return a.known, nil
	}
	// Read after the version: what is written meanwhile has a version of its own, and is asked for again.
	said, err := s.office.Explanations(ctx)
	if err != nil {
		return nil, err
	}
	known, err := queries.AnswersTo(ctx, lease.DB(), said)
	if err != nil {
		return nil, err
	}
	a.snapshot, a.version, a.known = lease.Info().Number, version, known
	return known, nil
}

// noOffice says why nothing can be written.
const noOffice = "这个看板只供查看：数据目录不能写入。"

// refusal says why the reader of a page may not explain anything; empty when he may.
func (s *server) refusal(reader Reader) string {
	switch {
	case s.office == nil:
		return noOffice
	case reader.May(office.RightExplain):
		return ""
	case reader.by == byOpen:
		return "登录以后才能写说明。"
	case reader.SignedIn():
		return "账号 " + reader.Account.Login + " 的角色是“" + reader.Account.Role.Label() + "”，不能写说明。"
	}
	return "看板对网络开放，还不能确认是谁在写，所以网页上不能写说明。也可以在服务器上用命令 tongjian explain add 写。"
}

// loopback reports whether an address names this machine. A name that an attacker's server leads here does not.
func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(trimBrackets(host))
	return ip != nil && ip.IsLoopback()
}

func trimBrackets(host string) string {
	if n := len(host); n > 1 && host[0] == '[' && host[n-1] == ']' {
		return host[1 : n-1]
	}
	return host
}

// spoken is an explanation as pages show it.
type spoken struct {
	office.Explanation
	When string // Beijing time
	Then string // the numbers it answered, where they are others than today's
}

func speak(e *office.Explanation, today office.Figures) *spoken {
	if e == nil {
		return nil
	}
	s := &spoken{Explanation: *e, When: clock(e.At)}
	if !e.Figures.Same(today) {
		s.Then = sides(e.Left, e.Right, "")
		if s.Then == "" {
			s.Then = e.Message
		}
	}
	return s
}

// Gone says who took it back and when; empty while it stands.
func (s spoken) Gone() string {
	if s.Withdrawn == nil {
		return ""
	}
	text := s.Withdrawn.Author + " " + clock(s.Withdrawn.At) + " 撤回"
	if s.Withdrawn.Reason != "" {
		text += "：" + s.Withdrawn.Reason
	}
	return text
}
