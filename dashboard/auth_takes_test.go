package dashboard

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongjian/data/office"
)

// taken is what has been taken away, and by whom, as the audit log says it, the newest last.
func (g *gate) taken(t *testing.T) []string {
	t.Helper()
	var lines []string
	err := g.store.Audit(t.Context(), office.AuditFilter{Action: string(office.ActionExport)}, func(e office.Entry) error {
		lines = append([]string{e.Name + " " + e.Subject}, lines...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// returned is a report with an error that the office has sent back, to have a letter about.
func (c *counter) returned(t *testing.T) office.Submission {
	t.Helper()
	one, r := c.sent(t, "education", "年报.xlsx"), reportOf(0, 2024)
	spoil(&r)
	c.read(t, one, r)
	if err := c.store.Submit(t.Context(), office.Actor{Name: "education"}, []int64{one.ID}); err != nil {
		t.Fatal(err)
	}
	if err := c.store.Return(t.Context(), office.Actor{Name: "lake-office"}, one.ID, "表三不平", time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return one
}

// Every address that answers with a file to be saved is declared to, and every one that is declared to does; what is handed out is in the
// audit log, and what is only looked at is not.
func TestWhatIsHandedOutIsDeclaredAndRecorded(t *testing.T) {
	c := newCounter(t)
	one := c.returned(t)
	root := c.as(t, "root")
	known := len(c.taken(t))
	for _, rt := range c.server.table() {
		if rt.method != "" || rt.path == "/static/" {
			continue
		}
		id := strconv.FormatInt(one.ID, 10)
		switch rt.within {
		case withinAgency:
			id = strconv.Itoa(c.ids["星湖区民政局"]) // whose report on 2023 has an error
		case withinReport, withinFile:
			id = strconv.Itoa(c.ids["星湖区教育局 report"])
		}
		for _, target := range addressesOf(rt, id) {
			if strings.HasSuffix(target, ".xlsx") && strings.Contains(rt.path, "{twin") && target != "/volumes.xlsx" {
				continue // one function writes them all
			}
			asked := url.Values{paramRegion: {lake}}
			if strings.Contains(target, "letter") {
				asked.Set("year", "2023")
			}
			if rt.gives == givesRows || strings.HasPrefix(target, apiRoot) {
				asked = url.Values{}
			}
			if target == "/volumes.svg" {
				asked.Set(paramChart, "volumes-trend")
			}
			w := ask(c.site, http.MethodGet, address(target, asked), nil, root...)
			file := strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment")
			if rt.gives == givesFile && (w.Code != http.StatusOK || !file) {
				t.Errorf("%s is declared to hand out a file: %d %q\n%.300s", target, w.Code, w.Header().Get("Content-Disposition"), w.Body)
			}
			if file && rt.gives != givesFile && !strings.Contains(rt.path, "{twin") {
				t.Errorf("%s hands out a file and is not declared to", target)
			}
			lines := c.taken(t)
			recorded := len(lines) > known && lines[len(lines)-1] == "root "+target
			rows := w.Code == http.StatusOK && (rt.gives == givesRows || strings.Contains(rt.path, "{twin") && strings.HasSuffix(target, ".json"))
			if recorded != (file || rows) || len(lines)-known > 1 {
				t.Errorf("%s (%d, a file: %v): recorded %q", target, w.Code, file, lines[known:])
			}
			known = len(lines)
		}
	}
}

// Opening the page about taking figures away takes none; what goes out of the counter does, whoever fetches it; and those of an agency may
// fetch what is theirs.
func TestLookingIsNotTaking(t *testing.T) {
	c := newCounter(t)
	one := c.returned(t)
	education := c.as(t, "education")
	own := strconv.Itoa(c.ids["星湖区教育局"])
	for _, tc := range []struct {
		login, target string
		status        int
	}{
		{"root", "/data", http.StatusOK},
		{"root", "/api/v1", http.StatusOK},
		{"root", "/volumes.svg?chart=volumes-trend&panel=0&width=360&look=light&region=" + lake, http.StatusOK},
		{"root", submissionPath(one.ID), http.StatusOK},
		{"root", "/data.json", http.StatusOK},
		{"lake-office", submissionPath(one.ID) + "/original", http.StatusOK},
		{"education", submissionPath(one.ID) + "/original", http.StatusOK},
		{"education", submissionPath(one.ID) + "/letter.docx", http.StatusOK},
		{"education", "/agencies/" + own + ".csv", http.StatusOK},
		{"field-office", submissionPath(one.ID) + "/original", http.StatusNotFound},
	} {
		headers := education
		if tc.login != "education" {
			headers = c.as(t, tc.login)
		}
		if w := ask(c.site, http.MethodGet, tc.target, nil, headers...); w.Code != tc.status {
			t.Errorf("%s asks for %s: %d, want %d\n%.300s", tc.login, tc.target, w.Code, tc.status, w.Body)
		}
	}
	at := submissionPath(one.ID)
	want := []string{"root /data.json", "lake-office " + at + "/original", "education " + at + "/original", "education " + at + "/letter.docx", "education /agencies/" + own + ".csv"}
	if got := c.taken(t); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("recorded %q, want %q", got, want)
	}
}
