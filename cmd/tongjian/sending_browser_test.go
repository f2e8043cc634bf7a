//go:build unix

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"tongjian/dashboard/browsertest"
	"tongjian/data/office"
)

// person is somebody at a browser.
type person struct {
	*testing.T
	context.Context
	site string
}

func (p person) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.Context, steps...); err != nil {
		p.Fatalf("%v\n%.2000s", err, p.text())
	}
}

// press clicks what leads to another page, and waits for that.
func (p person) press(selector string) {
	p.Helper()
	if _, err := chromedp.RunResponse(p.Context, chromedp.Click(chromedp.CSS(selector))); err != nil {
		p.Fatalf("%s: %v\n%.2000s", selector, err, p.text())
	}
}

// text is what the page says.
func (p person) text() string {
	text, err := chromedp.Run(p.Context, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return text
}

// sees waits until the page says something: what is being read and loaded shows without being asked for.
func (p person) sees(parts ...string) {
	p.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for _, part := range parts {
		for end := time.Now().Add(time.Minute); !strings.Contains(p.text(), part); <-tick.C {
			if time.Now().After(end) {
				p.Fatalf("no “%s” on the page:\n%.3000s", part, p.text())
			}
		}
	}
}

// signIn signs somebody in for the first time: the password given has to be changed.
func (p person) signIn(login string) {
	p.Helper()
	p.do(chromedp.Navigate(p.site+"signin"), chromedp.SendKeys(chromedp.CSS("#login"), login), chromedp.SendKeys(chromedp.CSS("#password"), given))
	p.press(".door button")
	p.do(chromedp.SendKeys(chromedp.CSS("#present"), given), chromedp.SendKeys(chromedp.CSS("#next"), given+"！新"), chromedp.SendKeys(chromedp.CSS("#again"), given+"！新"))
	p.press(`form[action="/account/password"] button`)
}

func (p person) signOut() {
	p.Helper()
	p.do(chromedp.Navigate(p.site + "account"))
	p.press(`form[action="/signout"] button`)
}

// given is the first password of everybody here.
const given = "first-Password-2026"

// spoil copies a report with a figure changed that others add up to.
func spoil(t *testing.T, file string) string {
	t.Helper()
	book, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			if !strings.Contains(strings.Join(row, ""), "本年新收") {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(len(row), r+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := book.SetCellValue(sheet, cell, 98765); err != nil {
				t.Fatal(err)
			}
			to := filepath.Join(t.TempDir(), filepath.Base(file))
			if err := book.SaveAs(to); err != nil {
				t.Fatal(err)
			}
			return to
		}
	}
	t.Fatal("the report has no row to spoil")
	return ""
}

// A January: an agency sends a wrong report, reads why, and submits it all the same; the office returns it; the agency reads that,
// sends a right one; the office accepts; the leader's page shows it; the audit log names them all.
func TestJanuary(t *testing.T) {
	t.Parallel()
	var chromium browsertest.Browser
	t.Cleanup(chromium.Close)
	ctx, limit := context.WithTimeout(chromium.Window(t), 2*time.Minute)
	t.Cleanup(limit)
	d := newDesk(t)
	good := d.files[len(d.files)-1]
	agency := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(good), ".xlsx"), "2025")
	row := strings.Fields(must(t, "sql", "--data", d.dir, "--format", "csv", "SELECT id, region FROM agency WHERE name = '"+agency+"'"))
	var id int
	var region string
	if _, err := fmt.Sscanf(strings.ReplaceAll(row[len(row)-1], ",", " "), "%d %s", &id, &region); err != nil {
		t.Fatal(row, err)
	}
	for _, a := range []office.Account{
		{Login: "wang", Name: "王管理", Role: office.RoleAdministrator, Region: "000000"},
		{Login: "li", Name: "李报送", Role: office.RoleAgency, Region: region, Agency: id},
		{Login: "zhang", Name: "张公开", Role: office.RoleOffice, Region: region},
		{Login: "zhao", Name: "赵领导", Role: office.RoleViewer, Region: region},
	} {
		if _, err := d.store.AddAccount(t.Context(), office.Actor{Name: "test"}, a, given); err != nil {
			t.Fatal(err)
		}
	}
	server, address := startServer(t, "serve", "--data", d.dir)
	p := person{t, ctx, address}
	p.do(chromedp.EmulateViewport(1366, 768))
	wrong := spoil(t, good)

	p.signIn("li")
	send := func(file string) {
		p.do(chromedp.SetUploadFiles(chromedp.CSS("form[data-send] [data-files]"), []string{file}))
		p.sees(filepath.Base(file) + "（")
		p.press("form[data-send] button.strong")
	}
	p.do(chromedp.Navigate(p.site + "send"))
	send(wrong)
	p.sees("待提交", "错误", "98765", "个核验问题", "与 2024 年相比")
	p.press(`.decide form[action$="/submit"] button`)
	p.sees("待接收")
	p.signOut()

	p.signIn("zhang")
	p.do(chromedp.Navigate(p.site + "receive"))
	p.sees(agency+" 2025 年", "李报送")
	p.press(".sent-list tbody th a")
	p.do(chromedp.Click(chromedp.CSS(".answer summary")), chromedp.SendKeys(chromedp.CSS("#reason"), "请核对新收申请的总计"))
	p.press(`form[action$="/return"] button`)
	p.sees("已退回", "请核对新收申请的总计", "整改通知")
	p.signOut()

	p.do(chromedp.Navigate(p.site+"signin"), chromedp.SendKeys(chromedp.CSS("#login"), "li"), chromedp.SendKeys(chromedp.CSS("#password"), given+"！新"))
	p.press(".door button")
	p.do(chromedp.Navigate(p.site + "mine"))
	p.sees("已退回")
	p.press(".sent-list tbody th a")
	p.sees("请核对新收申请的总计")
	send(good)
	p.sees("待提交")
	p.press(`.decide form[action$="/submit"] button`)
	p.sees("待接收")
	p.signOut()

	p.do(chromedp.Navigate(p.site+"signin"), chromedp.SendKeys(chromedp.CSS("#login"), "zhang"), chromedp.SendKeys(chromedp.CSS("#password"), given+"！新"))
	p.press(".door button")
	p.do(chromedp.Navigate(p.site + "receive"))
	p.press(".sent-list tbody th a")
	p.press(`.decide form[action="/receive"] button`)
	d.settled(t)
	p.sees("已入库", "看入库的报告")
	p.signOut()

	p.signIn("zhao")
	p.do(chromedp.Navigate(fmt.Sprintf("%sagencies/%d", p.site, id)))
	p.sees(agency, "2025")
	p.do(chromedp.Navigate(p.site + "receive"))
	p.sees("没有这项权限")
	p.signOut()

	p.signIn("wang")
	p.do(chromedp.Navigate(p.site + "audit"))
	p.sees("li", "zhang", "提交", "退回", "接收")
	server.stop(t)
	if _, err := d.store.VerifyAudit(t.Context(), office.Chain{}); err != nil {
		t.Error(err)
	}
}
