package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// verifyBundle checks an unpacked `ledger bundle`: for every proof in it, that the checkpoint at the proof's end is signed by
// vkey, that the leaf is in the tree which that checkpoint signs (c2sp.org/tlog-proof), and that the leaf commits to the event
// under its salt: SHA-256("counterwatch/leaf/v1\n" ‖ salt ‖ event). It returns how many leaves were shown.
func verifyBundle(folder, vkey string) (int, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "proofs", "*.tlog-proof"))
	if err != nil {
		return 0, err
	}
	if len(paths) == 0 {
		return 0, fmt.Errorf("%s has no proofs", folder)
	}
	for _, path := range paths {
		number := strings.TrimSuffix(filepath.Base(path), ".tlog-proof")
		if err := verifyLeaf(folder, number, vkey); err != nil {
			return 0, fmt.Errorf("leaf %s: %w", number, err)
		}
	}
	return len(paths), nil
}

func verifyLeaf(folder, number, vkey string) error {
	var files [4][]byte
	for i, name := range []string{"proofs/" + number + ".tlog-proof", "leaves/" + number + ".json", "salts/" + number, "events/" + number + ".json"} {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		files[i] = content
	}
	proof, leaf, salt, event := files[0], files[1], files[2], files[3]
	if err := verifyInclusion(proof, leaf, number, vkey); err != nil {
		return err
	}
	var said struct {
		Commitment string `json:"commitment"`
	}
	if err := json.Unmarshal(leaf, &said); err != nil {
		return err
	}
	if len(salt) != 32 {
		return fmt.Errorf("the salt has %d bytes", len(salt))
	}
	sum := sha256.Sum256(bytes.Join([][]byte{[]byte("counterwatch/leaf/v1\n"), salt, event}, nil))
	if hex.EncodeToString(sum[:]) != said.Commitment {
		return fmt.Errorf("the leaf does not commit to the event")
	}
	return nil
}

func verifyInclusion(proof, leaf []byte, number, vkey string) error {
	head, checkpoint, found := bytes.Cut(proof, []byte("\n\n"))
	if !found {
		return fmt.Errorf("the proof has no checkpoint")
	}
	lines := strings.Split(string(head), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("the proof begins with %q", lines[0])
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	if len(lines) == 0 || lines[0] != "index "+number {
		return fmt.Errorf("the proof is not of this leaf")
	}
	index, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return err
	}
	var hashes tlog.RecordProof
	for _, line := range lines[1:] {
		decoded, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(decoded) != tlog.HashSize {
			return fmt.Errorf("the proof has the hash %q", line)
		}
		var hash tlog.Hash
		copy(hash[:], decoded)
		hashes = append(hashes, hash)
	}
	size, root, err := openCheckpoint(checkpoint, vkey)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashes, size, root, index, tlog.RecordHash(leaf))
}
