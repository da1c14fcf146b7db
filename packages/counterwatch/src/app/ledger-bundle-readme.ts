/** Goes with every bundle. It must stay true without us: it names files of the bundle and tools that are not ours. */
export const BUNDLE_README = `# Look-ups of an incident, and how to check them

Each look-up in \`events/\` is a row of an access log. A ledger committed to it when it was read, in a Merkle tree (RFC 6962,
C2SP tlog-tiles) whose root is signed. Nothing here asks you to trust who made this file.

| file | what it is |
|---|---|
| \`findings.jsonl\` | what is alleged, one finding a line; \`events\` names look-ups by id |
| \`events/N.json\` | the look-up of leaf N, canonical JSON (RFC 8785). Identifiers of persons are pseudonyms |
| \`salts/N\` | 32 random bytes that keep the commitment from being guessed at |
| \`leaves/N.json\` | leaf N as the ledger has it, with the commitment |
| \`proofs/N.tlog-proof\` | shows that leaf N is in the tree that the checkpoint at its end signs (c2sp.org/tlog-proof) |
| \`checkpoint\` | the ledger's newest signed state when this was made (c2sp.org/tlog-checkpoint) |
| \`checkpoint.cosigned\` | where present: the newest state that witnesses cosigned; the proofs then lead there |
| \`ledger.vkey\` | verifier keys of the ledger. Compare them with what its operator published elsewhere |
| \`witness-policy\` | where present: which witnesses there are (c2sp.org/tlog-policy) |
| \`missing.json\` | ids that findings name and the ledger does not keep: never appended, or erased |

## 1. The look-up is what the leaf commits to

\`\`\`
(printf 'counterwatch/leaf/v1\\n'; cat salts/N events/N.json) | sha256sum
\`\`\`

prints the \`commitment\` in \`leaves/N.json\`.

## 2. The leaf is in the signed tree

With Go and none of our code but one small program that uses golang.org/x/mod/sumdb alone (\`test/go\` in the repository of
Counterwatch; read it, it is short):

\`\`\`
cd test/go && go build -o verify-log . && ./verify-log bundle FOLDER "$(head -1 FOLDER/ledger.vkey)"
\`\`\`

It checks steps 1 and 2 for every look-up. Any other tool that reads C2SP tlog-proof does as well for step 2.
With Counterwatch: \`counterwatch ledger verify BUNDLE.tar --key ledger.vkey\`.

## 3. What this shows, and what not

It shows that these look-ups were in the ledger before the checkpoint was signed, and were not altered since. It does not show
that the record system handed over every look-up, nor that everyone is given the same ledger: for that, compare checkpoints
with others, or ask the witnesses. The ledger's key could have signed another history; a cosigned checkpoint, or one that you
kept from earlier, shows whether it did.
`;
