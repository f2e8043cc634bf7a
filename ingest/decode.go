package ingest

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// sniffBytes is how much of a file is looked at to tell what it is.
const sniffBytes = 64 << 10

// tolerated is how many sound characters must stand beside one broken: systems that cut a text to a length cut characters in
// two. A text in another encoding breaks far more often. What is broken reads as U+FFFD, so it never becomes a figure.
const tolerated = 100

var errEncoding = errNotReadable{"文字编码不是 UTF-8、UTF-16 或 GB18030，或文件已损坏"}

// decodeText gives the text of any kind of text file. The bytes decide: a byte order mark, the zero bytes of UTF-16, valid UTF-8,
// valid GB18030, which most offices' programs write. declared is the name of the encoding the file claims to be in, empty when it
// claims none; pages are often served under a wrong name, so it is asked only where the bytes leave the question open.
func decodeText(b []byte, declared string) (string, error) {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return decodeUTF16(b[2:], littleEndian), nil
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return decodeUTF16(b[2:], bigEndian), nil
	}
	if order := guessUTF16(b); order != nil {
		return decodeUTF16(b, order), nil
	}
	b = bytes.TrimPrefix(b, []byte{0xef, 0xbb, 0xbf})
	utf := countUTF8(b)
	if utf.broken == 0 && (utf.long > 0 || utf.sound == 0 || declared == "utf-8") {
		return string(b), nil
	}
	if utf.broken*tolerated <= utf.long {
		return strings.ToValidUTF8(string(b), "\ufffd"), nil
	}
	if declared == "big5" {
		// The one claim that counts against GB18030, which nearly every text in Big5 passes for.
		if text, sound := decodeAs(b, traditionalchinese.Big5); sound {
			return text, nil
		}
	}
	if text, sound := decodeAs(b, simplifiedchinese.GB18030); sound {
		return text, nil
	}
	if utf.broken == 0 {
		return string(b), nil
	}
	if e, _ := charset.Lookup(declared); e != nil {
		if text, sound := decodeAs(b, e); sound {
			return text, nil
		}
	}
	return "", errEncoding
}

// declaredEncoding gives the name of the encoding a web page claims in its Content-Type or its meta element; empty for none.
func declaredEncoding(b []byte, contentType string) string {
	head := b[:min(len(b), 1024)]
	if !bytes.Contains(bytes.ToLower(head), []byte("charset")) && !strings.Contains(strings.ToLower(contentType), "charset") {
		return ""
	}
	_, name, _ := charset.DetermineEncoding(head, contentType)
	return name
}

// decodeAs decodes in one encoding and reports whether that went well.
func decodeAs(b []byte, e encoding.Encoding) (text string, sound bool) {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", false
	}
	high, broken := 0, 0
	for _, r := range string(out) {
		switch {
		case r == utf8.RuneError:
			broken++
		case r >= utf8.RuneSelf:
			high++
		}
	}
	return string(out), broken*tolerated <= high
}

// utf8Count says how well a text reads as UTF-8.
type utf8Count struct {
	sound  int // characters of several bytes
	long   int // those of three and more, as all Chinese ones are
	broken int // bytes that belong to no character
}

func countUTF8(b []byte) utf8Count {
	var c utf8Count
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			c.broken++
		case n > 2:
			c.long++
			c.sound++
		default:
			c.sound++
		}
		b = b[n:]
	}
	return c
}

type byteOrder func(p []byte) uint16

func littleEndian(p []byte) uint16 { return uint16(p[0]) | uint16(p[1])<<8 }
func bigEndian(p []byte) uint16    { return uint16(p[1]) | uint16(p[0])<<8 }

// guessUTF16 recognises UTF-16 without a byte order mark: digits, blanks and line ends have a zero byte each, which no other encoding
// of text has. In the wrong order they are no characters at all. nil when it is not UTF-16.
func guessUTF16(b []byte) byteOrder {
	head := b[:min(len(b), sniffBytes)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	orders := []byteOrder{littleEndian, bigEndian}
	switch {
	case zeros[0]+zeros[1] == 0:
		return nil
	case zeros[0] > zeros[1]:
		orders[0], orders[1] = bigEndian, littleEndian
	}
	for _, order := range orders {
		if passesForText(decodeUTF16(head, order)) {
			return order
		}
	}
	return nil
}

// passesForText reports whether a text holds nothing but characters, Chinese ones among them; its end may be half of one.
func passesForText(text string) bool {
	for i, r := range text {
		switch {
		case unicode.IsPrint(r), unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
		case i < len(text)-utf8.RuneLen(utf8.RuneError):
			return false
		}
	}
	return strings.IndexFunc(text, isControl) < 0 && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func decodeUTF16(b []byte, unit byteOrder) string {
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, unit(b))
	}
	return string(utf16.Decode(units))
}

// textHead gives the first part of a text file for telling what kind it is: ASCII can be read in it, other characters only when
// the file is in UTF-16. ok is false for a file that is no text.
func textHead(b []byte) (head string, ok bool) {
	b = b[:min(len(b), sniffBytes)]
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		head = decodeUTF16(b[2:], littleEndian)
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		head = decodeUTF16(b[2:], bigEndian)
	default:
		if order := guessUTF16(b); order != nil {
			head = decodeUTF16(b, order)
			break
		}
		head = string(bytes.TrimPrefix(b, []byte{0xef, 0xbb, 0xbf}))
	}
	return head, strings.IndexFunc(head, isControl) < 0
}

// isControl reports control characters that no text holds.
func isControl(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != '\v'
}
