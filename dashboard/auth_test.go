package dashboard

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// gate is the site over the published world with accounts, one for each kind of reader. They have no passwords, which spares the
// time of hashing them; those who sign in by password are made where that is tested.
type gate struct {
	server *server
	site   http.Handler
	store  *office.Store
	ids    map[string]int // of agencies and of their reports on 2022, by name
}

// people are the accounts of these tests by login.
func people(education int) []office.Account {
	a := func(login string, role office.Role, region string, agency int) office.Account {
		return office.Account{Login: login, Name: login, Role: role, Region: region, Agency: agency, Identity: login}
	}
	return []office.Account{
		a("root", office.RoleAdministrator, regions.Country, 0),
		a("lake-admin", office.RoleAdministrator, lake, 0),
		a("city-office", office.RoleOffice, city, 0),
		a("lake-office", office.RoleOffice, lake, 0),
		a("lake-viewer", office.RoleViewer, lake, 0),
		a("education", office.RoleAgency, lake, education),
	}
}

func newGate(t testing.TB, set func(*Config)) *gate {
	t.Helper()
	store, err := office.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	dir, err := published()
	if err != nil {
		t.Fatal(err)
	}
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = snapshots.Close() })
	c := Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: slog.New(slog.DiscardHandler), Office: store}
	if set != nil {
		set(&c)
	}
	g := &gate{store: store, ids: map[string]int{}}
	if g.server, err = newServer(c); err != nil {
		t.Fatal(err)
	}
	g.site = g.server.routes()
	lease, err := snapshots.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer lease.Release()
	directory, err := queries.LoadDirectory(t.Context(), lease.DB())
	if err != nil {
		t.Fatal(err)
	}
	found, _ := directory.Find("9901", everything)
	for _, e := range found {
		if e.Agency == 0 {
			continue
		}
		g.ids[e.Name] = e.Agency
		of, err := queries.AgencyByID(t.Context(), lease.DB(), e.Agency)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range of.Reports {
			if r.Year == 2022 && r.Live {
				g.ids[e.Name+" report"] = r.ID
			}
		}
	}
	for _, a := range people(g.ids["星湖区教育局"]) {
		if _, err := store.AddAccount(t.Context(), office.Actor{Name: "test"}, a, ""); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

// as signs somebody in and gives what their browser sends with every request. Nobody is "".
func (g *gate) as(t testing.TB, login string) []string {
	t.Helper()
	if login == "" {
		return nil
	}
	secret, _, err := g.store.SignInByIdentity(t.Context(), login, "10.0.0.1", "")
	if err != nil {
		t.Fatal(err)
	}
	return []string{"Cookie", "tongjian=" + secret}
}

// ask sends a request as a page of the site does, and gives the answer.
func ask(h http.Handler, method, target string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, target, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// patterns are the parts of paths that routes leave open.
var patterns = regexp.MustCompile(`\{(\w+)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}`)

// addressesOf gives addresses a route answers: the page and, where it has twins, what takes its figures away.
func addressesOf(rt route, id string) []string {
	fill := func(twin string) string {
		return patterns.ReplaceAllStringFunc(rt.path, func(p string) string {
			switch name := patterns.FindStringSubmatch(p)[1]; name {
			case "twin":
				return twin
			case "ending":
				_, choices, _ := strings.Cut(strings.TrimSuffix(p, "}"), ":")
				first, _, _ := strings.Cut(choices, "|")
				return first
			case "id":
				return id
			case "login":
				return "lake-viewer"
			}
			return "x"
		})
	}
	var list []string
	for _, twin := range []string{"", ".json", ".csv", ".xlsx", ".svg"} {
		if twin == "" || strings.Contains(rt.path, "{twin") && strings.Contains(rt.path, `\`+twin) {
			list = append(list, fill(twin))
		}
	}
	return list
}

// Every address lets in exactly those its declaration says: every kind of reader, in the reader's region and in another, at the reader's
// agency and at another.
func TestEveryRouteAgainstEveryReader(t *testing.T) {
	for _, open := range []bool{false, true} {
		t.Run(fmt.Sprintf("open %v", open), func(t *testing.T) { everyRoute(t, open) })
	}
}

// everyRoute asks at every door, with viewing open to all or not.
func everyRoute(t *testing.T, open bool) {
	g := newGate(t, func(c *Config) { c.PublicView = open })
	table := g.server.table()
	for i := range table { // what is behind the doors is not asked
		if table[i].within == "" || table[i].within != ofAnybody && table[i].within != ofReader && table[i].right == "" {
			t.Fatalf("%s %s does not say what it takes", table[i].method, table[i].path)
		}
		table[i].handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	}
	site := g.server.handle(table)
	token := func(rights ...office.Right) []string {
		a, err := g.store.AccountByLogin(t.Context(), "lake-office")
		if err != nil {
			t.Fatal(err)
		}
		secret, _, err := g.store.AddToken(t.Context(), office.Actor{}, a, "test", rights, day2099(t))
		if err != nil {
			t.Fatal(err)
		}
		return []string{"Authorization", "Bearer " + secret}
	}
	type reader struct {
		name    string
		account office.Account
		rights  []office.Right // nil: the account's
		door    doorway
		headers []string
	}
	readers := []reader{{name: "nobody"}}
	if open {
		readers = []reader{{name: "nobody, open", door: byOpen, rights: []office.Right{office.RightView},
			account: office.Account{Role: office.RoleViewer, Region: regions.Country}}}
	}
	for _, a := range people(g.ids["星湖区教育局"]) {
		readers = append(readers, reader{a.Login, a, nil, bySession, g.as(t, a.Login)})
	}
	lakeOffice := people(0)[3]
	readers = append(readers, reader{"token to look", lakeOffice, []office.Right{office.RightView}, byToken, token(office.RightView)},
		reader{"token to take", lakeOffice, []office.Right{office.RightView, office.RightExport}, byToken, token(office.RightView, office.RightExport)})
	asked := 0
	for _, rt := range table {
		method := cmpOr(rt.method, http.MethodGet)
		for _, who := range readers {
			for _, own := range []bool{true, false} {
				region, agency := field, "示例市财政局" // of the city, beside the lake
				if own {
					region, agency = lake, "星湖区教育局"
				}
				id := "1"
				switch rt.within {
				case withinAgency:
					id = strconv.Itoa(g.ids[agency])
				case withinReport, withinFile:
					id = strconv.Itoa(g.ids[agency+" report"])
				}
				for _, target := range addressesOf(rt, id) {
					takes := strings.Contains(rt.path, "{twin") && strings.Contains(target, ".")
					want := wanted(rt, takes, who.account, who.rights, who.door, own, region)
					w := ask(site, method, target+"?region="+region, nil, who.headers...)
					let := w.Code == http.StatusTeapot
					if rt.method == "" && open && who.door == byOpen && !let && !want && w.Code != http.StatusUnauthorized {
						t.Errorf("%s: %s turned away with %d", who.name, target, w.Code)
					}
					if let != want {
						t.Errorf("%s %s?region=%s (%s, %s): %s is let in: %v, want %v (status %d)", method, target, region, rt.right, rt.within, who.name, let, want, w.Code)
					}
					asked++
				}
			}
		}
	}
	if asked < 500 {
		t.Errorf("only %d questions asked", asked)
	}
}

// wanted says in the plainest words whether somebody is to be let in.
func wanted(rt route, takes bool, a office.Account, rights []office.Right, door doorway, own bool, region string) bool {
	may := func(r office.Right) bool { return a.May(r) && (rights == nil || slices.Contains(rights, r)) }
	switch rt.within {
	case ofAnybody:
		return true
	case ofReader:
		return door == bySession
	}
	if door == "" {
		return false
	}
	if a.Role == office.RoleAgency {
		switch rt.within {
		case withinAgency, withinReport, withinFile:
			return own
		case withinRegion:
			return false
		}
		return may(rt.right) && (!takes || may(office.RightExport))
	}
	if !may(rt.right) || takes && !may(office.RightExport) {
		return false
	}
	switch rt.within {
	case withinRegion, withinAgency, withinReport, withinFile:
		place := region
		if !own && rt.within != withinRegion {
			place = city // 示例市财政局
		}
		return regions.Within(place, a.Region)
	}
	return true
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// Who sees a district sees nothing of the districts beside it and above it, on whatever page one comes to; and no link leads to a closed
// door.
func TestNothingOfOtherRegionsIsShown(t *testing.T) {
	g := newGate(t, nil)
	for _, login := range []string{"lake-viewer", "lake-office", "education"} {
		t.Run(login, func(t *testing.T) {
			cookie, most := g.as(t, login), 70
			if login != "lake-viewer" {
				most = 15
			}
			queue, seen := []string{"/", "/compare?find=%E5%B1%80", "/compare?view=rank&to=2022&from=2022", "/findings?state=all", "/sources", "/filing?missing=2024",
				"/compare?like=" + lake, "/brief", "/consolidated", "/data", "/brief.docx", "/changes", "/letters.xlsx", "/filing/list.xlsx"}, map[string]bool{}
			if login == "education" {
				queue = []string{"/agencies/" + strconv.Itoa(g.ids["星湖区教育局"])}
			}
			visited := 0
			for len(queue) > 0 && visited < most {
				target := queue[0]
				queue = queue[1:]
				if seen[shape(target)] {
					continue
				}
				seen[shape(target)] = true
				visited++
				w := ask(g.site, http.MethodGet, target, nil, append(cookie, "Accept", "text/html")...)
				sending := slices.Contains([]string{"/send", "/mine", "/receive"}, target) // there is no desk in these tests
				if w.Code == http.StatusForbidden && !sending || w.Code == http.StatusUnauthorized || strings.HasPrefix(w.Header().Get("Location"), "/signin") {
					t.Errorf("a link leads to %s, which is closed: %d", target, w.Code)
					continue
				}
				body := w.Body.String()
				for _, other := range []string{"青禾", "calc", "示例市财政局", `value="` + city + `"`, `value="` + field + `"`, "region=" + field, "region=" + city} {
					if strings.Contains(body, other) {
						t.Errorf("%s shows %s: …%s…", target, other, around(body, other))
					}
				}
				for _, m := range address1.FindAllStringSubmatch(body, -1) {
					to, _, _ := strings.Cut(strings.ReplaceAll(m[2], "&amp;", "&"), "#")
					if strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "/static/") && m[1] == "href" {
						queue = append(queue, to)
					}
				}
			}
			if visited < 5 {
				t.Errorf("only %d pages came", visited)
			}
		})
	}
}

// shape is an address without what makes pages of the same kind many.
func shape(target string) string {
	path, query, _ := strings.Cut(target, "?")
	values, _ := url.ParseQuery(query)
	var names []string
	for name, v := range values {
		if slices.Contains([]string{"region", "view", "tree", "agency", "missing", "state"}, name) {
			name += "=" + strings.Join(v, ",")
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return path + "?" + strings.Join(names, "&")
}

func around(text, part string) string {
	at := strings.Index(text, part)
	return text[max(0, at-80):min(len(text), at+len(part)+40)]
}

// What lies outside of an account's reach cannot be asked for, whichever parameter names it.
func TestAskingBeyondReach(t *testing.T) {
	g := newGate(t, nil)
	cookie := g.as(t, "lake-viewer")
	finance := strconv.Itoa(g.ids["示例市财政局"])
	for _, target := range []string{
		"/?region=" + city, "/?region=" + field, "/volumes.svg?chart=volumes-trend&region=" + field, "/volumes?region=" + lake + "&region=" + city,
		"/compare?with=" + field, "/compare?with=" + lake + "&with=a:" + finance, "/compare?with=d:" + city, "/compare?tree=" + city, "/compare?like=" + field, "/compare?like=a:" + finance,
		"/findings?agency=" + finance, "/letters.zip?region=" + city, "/filing/list.xlsx?region=" + field, "/sources?region=" + city, "/brief?region=" + city, "/consolidated?region=" + city, "/brief.docx?region=" + field, "/changes?region=" + city, "/agencies.json?region=000000",
		"/reports/" + strconv.Itoa(g.ids["示例市财政局 report"]) + "/original", "/reports/" + strconv.Itoa(g.ids["示例市财政局 report"]) + "/place?at=p1",
	} {
		if w := ask(g.site, http.MethodGet, target, nil, cookie...); w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "财政局") {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	w := ask(g.site, http.MethodGet, "/", nil, cookie...)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<h1>星湖区") {
		t.Errorf("the account's own region is not where it starts: %d", w.Code)
	}
	if body := ask(g.site, http.MethodGet, "/compare?with="+lake+"&view=rank&from=2022&to=2022", nil, cookie...).Body.String(); strings.Contains(body, "同级中间一半") {
		t.Error("a band of peers outside of the reach is drawn")
	}
}

// Two readers never get each other's page, kept or told to be current.
func TestKeptPagesAreTheReadersOwn(t *testing.T) {
	g := newGate(t, nil)
	root, viewer := g.as(t, "root"), g.as(t, "lake-viewer")
	for _, target := range []string{"/", "/volumes", "/volumes.json", "/agencies", "/findings", "/volumes.svg?chart=volumes-trend&region=" + lake} {
		first := ask(g.site, http.MethodGet, target, nil, root...)
		second := ask(g.site, http.MethodGet, target, nil, viewer...)
		if first.Code != http.StatusOK || second.Code != http.StatusOK {
			t.Fatalf("%s: %d, %d", target, first.Code, second.Code)
		}
		if !strings.Contains(target, "region") && first.Body.String() == second.Body.String() {
			t.Errorf("%s: both get the same page", target)
		}
		tag := first.Header().Get("ETag")
		if tag == "" || tag == second.Header().Get("ETag") {
			t.Errorf("%s: tags %q and %q", target, tag, second.Header().Get("ETag"))
		}
		if again := ask(g.site, http.MethodGet, target, nil, append(viewer, "If-None-Match", tag)...); again.Code == http.StatusNotModified {
			t.Errorf("%s: another reader's page is told to be current", target)
		}
		if again := ask(g.site, http.MethodGet, target, nil, append(root, "If-None-Match", tag)...); again.Code != http.StatusNotModified {
			t.Errorf("%s: the reader's own page is not: %d", target, again.Code)
		}
	}
}

// What is taken away is in the audit log with who took it; looking is not.
func TestExportsAreRecorded(t *testing.T) {
	g := newGate(t, nil)
	cookie := g.as(t, "lake-viewer")
	for _, target := range []string{"/volumes", "/volumes.csv?region=" + lake + "&to=2022", "/volumes.csv?region=" + city, "/volumes.csv?to=1900",
		"/reports/" + strconv.Itoa(g.ids["星湖区教育局 report"]) + "/original"} {
		ask(g.site, http.MethodGet, target, nil, cookie...)
	}
	var lines []string
	if err := g.store.Audit(t.Context(), office.AuditFilter{Action: string(office.ActionExport)}, func(e office.Entry) error {
		lines = append(lines, fmt.Sprintf("%s %s %s", e.Name, e.Subject, e.Detail))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want := []string{"lake-viewer /reports/" + strconv.Itoa(g.ids["星湖区教育局 report"]) + "/original ", "lake-viewer /volumes.csv region=" + lake + "&to=2022"}
	if !slices.Equal(lines, want) {
		t.Errorf("recorded %q, want %q", lines, want)
	}
}

// Who has to sign in is led there from the longest address too.
func TestSigningInFromALongAddress(t *testing.T) {
	g := newGate(t, nil)
	site := limited(g.site)
	for n, want := range map[int]string{10: "/signin?to=", 800: "/signin"} {
		w := ask(site, http.MethodGet, "/volumes?x="+strings.Repeat("%E9%95%BF", n), nil, "Accept", "text/html")
		to := w.Header().Get("Location")
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, want) {
			t.Fatalf("%d characters: %d, to %.40s", n, w.Code, to)
		}
		if w := ask(site, http.MethodGet, to, nil); w.Code != http.StatusOK {
			t.Errorf("%d characters: the page to sign in answers %d", n, w.Code)
		}
	}
}

// An audit log that cannot be read to its end is not handed out as if it ended there.
func TestAPartOfTheAuditLogIsNotTakenForTheWhole(t *testing.T) {
	g := newGate(t, nil)
	site := httptest.NewServer(g.site)
	defer site.Close()
	root := g.as(t, "root")
	read := func(path string) error {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(root[0], root[1])
		answer, err := site.Client().Do(r)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		return err
	}
	for _, path := range []string{"/audit.csv", "/audit.json"} {
		if err := read(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	db, err := sql.Open("sqlite", g.store.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `DROP TRIGGER audit_stays; UPDATE audit SET at = 'never' WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/audit.csv", "/audit.json"} {
		if read(path) == nil {
			t.Errorf("%s ends as if there were no more", path)
		}
	}
}

// Without accounts the person at the machine does everything; from elsewhere one does not. With the first account the door closes, and it
// stays closed.
func TestTheDoorClosesWithTheFirstAccount(t *testing.T) {
	h, store := desk(t, true)
	at := func(target string, headers ...string) int {
		return get(t, h, "http://127.0.0.1:8080"+target, headers...).Code
	}
	if at("/accounts") != http.StatusOK || at("/audit") != http.StatusOK || at("/account") == http.StatusOK {
		t.Error("the person at the machine does not look after accounts, or has one")
	}
	if at("/", "X-Forwarded-For", "10.0.0.7") != http.StatusForbidden || at("/accounts", "X-Forwarded-For", "10.0.0.7") == http.StatusOK || get(t, h, "http://evil.example/accounts").Code == http.StatusOK {
		t.Error("somebody from elsewhere looks after accounts")
	}
	bad := url.Values{"login": {"li"}, "role": {"viewer"}, "region": {lake}}
	if w := post(h, "/accounts", bad); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "第一个账号须是管理员") {
		t.Errorf("a first account that locks everybody out: %d", w.Code)
	}
	w := post(h, "/accounts", url.Values{"login": {"wang"}, "name": {"信息中心"}, "role": {"administrator"}, "region": {regions.Country}})
	password := regexp.MustCompile(`<code class="secret">([^<]+)</code>`).FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || password == nil || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d: %.300s", w.Code, w.Body)
	}
	if at("/") != http.StatusUnauthorized || at("/volumes.json") != http.StatusUnauthorized {
		t.Error("with an account, one comes in without")
	}
	if w := get(t, h, "http://127.0.0.1:8080/volumes?to=2022", "Accept", "text/html"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/signin?to=%2Fvolumes%3Fto%3D2022" {
		t.Errorf("not led to sign in: %d %s", w.Code, w.Header().Get("Location"))
	}

	// The first password opens one door only: that to change it.
	in := ask(h, http.MethodPost, "/signin", url.Values{"login": {"wang"}, "password": {password[1]}, "to": {"/volumes"}})
	cookie := strings.Split(in.Header().Get("Set-Cookie"), ";")[0]
	if in.Code != http.StatusSeeOther || in.Header().Get("Location") != "/account" {
		t.Fatalf("signing in: %d %s", in.Code, in.Header().Get("Location"))
	}
	if w := ask(h, http.MethodGet, "/", nil, "Cookie", cookie); w.Code != http.StatusForbidden {
		t.Errorf("before the password is changed: %d", w.Code)
	}
	if w := ask(h, http.MethodPost, "/account/tokens", url.Values{"name": {"x"}, "right": {"view"}, "expires": {"2099-01-01"}}, "Cookie", cookie); w.Code == http.StatusOK {
		t.Error("a token is made before the password is changed")
	}
	change := url.Values{"present": {password[1]}, "next": {"correct horse battery"}, "again": {"correct horse battery"}}
	done := ask(h, http.MethodPost, "/account/password", change, "Cookie", cookie)
	fresh := strings.Split(done.Header().Get("Set-Cookie"), ";")[0]
	if done.Code != http.StatusOK || fresh == cookie || fresh == "" {
		t.Fatalf("changing the password: %d", done.Code)
	}
	if w := ask(h, http.MethodGet, "/", nil, "Cookie", cookie); w.Code != http.StatusUnauthorized {
		t.Errorf("the session of before the change: %d", w.Code)
	}
	if w := ask(h, http.MethodGet, "/", nil, "Cookie", fresh); w.Code != http.StatusOK {
		t.Errorf("the new session: %d", w.Code)
	}
	if _, err := store.VerifyAudit(t.Context(), office.Chain{}); err != nil {
		t.Error(err)
	}
}

// The account of an agency begins with what it has sent, wherever it comes from: the first page of the site is about others. A program
// is told that the page is closed, and so is the agency on every other page.
func TestAnAgencyBeginsAtItsOwn(t *testing.T) {
	g := newGate(t, nil)
	cookie := g.as(t, "education")
	for _, tt := range []struct {
		target, accept string
		code           int
		to             string
	}{
		{"/", "text/html", http.StatusSeeOther, "/mine"},
		{"/?region=" + city, "text/html", http.StatusSeeOther, "/mine"},
		{"/", "application/json", http.StatusForbidden, ""},
		{"/volumes", "text/html", http.StatusForbidden, ""},
	} {
		w := ask(g.site, http.MethodGet, tt.target, nil, append(slices.Clone(cookie), "Accept", tt.accept)...)
		if w.Code != tt.code || w.Header().Get("Location") != tt.to {
			t.Errorf("%s as %s: %d to %q", tt.target, tt.accept, w.Code, w.Header().Get("Location"))
		}
	}
	if w := ask(g.site, http.MethodGet, "/", nil, append(g.as(t, "lake-viewer"), "Accept", "text/html")...); w.Code != http.StatusOK {
		t.Errorf("others find the first page: %d", w.Code)
	}
	if body := ask(g.site, http.MethodGet, "/volumes", nil, append(cookie, "Accept", "text/html")...).Body.String(); !strings.Contains(body, `<a href="/mine">回到我的报送</a>`) {
		t.Errorf("a closed page leads back to %.300s", around(body, "回到"))
	}
}

// A finding asked for by its number tells nothing to who does not reach it: not whether it is of a check, grave, or explained.
func TestAFindingBeyondReach(t *testing.T) {
	g := newGate(t, nil)
	if _, err := g.store.AddAccount(t.Context(), office.Actor{}, office.Account{Login: "field-office", Role: office.RoleOffice, Region: field, Identity: "field-office"}, ""); err != nil {
		t.Fatal(err)
	}
	lease, err := g.server.snapshots.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer lease.Release()
	list, err := queries.Findings(t.Context(), lease.DB(), queries.FindingQuery{Region: lake, Limit: 1})
	if err != nil || len(list.Rows) == 0 {
		t.Fatal("no finding", err)
	}
	one := "/findings?finding=" + strconv.Itoa(list.Rows[0].ID)
	for _, more := range []string{"", "&offset=1", "&check=R-MISSING", "&severity=note", "&state=explained"} {
		if w := ask(g.site, http.MethodGet, one+more, nil, g.as(t, "lake-office")...); w.Code != http.StatusOK {
			t.Errorf("%s, which is in reach: %d", more, w.Code)
		}
		if w := ask(g.site, http.MethodGet, one+more, nil, g.as(t, "field-office")...); w.Code != http.StatusForbidden {
			t.Errorf("%s tells of a finding beyond reach: %d", more, w.Code)
		}
	}
}
