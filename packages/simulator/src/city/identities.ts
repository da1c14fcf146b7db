import type { SubjectJson } from "../event.ts";
import { Permutation } from "../random/permutation.ts";
import type { RandomStream } from "../random/stream.ts";

/** Letters of plates: those that machines confuse with digits are left out, as many issuers do. */
const LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
const PLATES = LETTERS.length ** 3 * 10_000;

/** North American area codes in use; with the exchange 555, which is not given to subscribers. */
const AREA_CODES = (
  "201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 253 254 " +
  "256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320 321 323 325 330 " +
  "334 336 337 339 347 351 352 360 361 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 423 425 430 432 434 " +
  "435 440 443 469 478 479 480 484 501 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 540 541 551 559 561 " +
  "562 563 567 570 571 573 574 580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626 630 " +
  "631 636 641 646 650 651 660 661 662 678 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 720 724 727 731 " +
  "732 734 740 754 757 760 763 765 770 772 773 774 775 781 785 786 801 802 803 804 805 806 808 810 812 813 814 815 816 817 " +
  "818 828 830 831 832 843 845 847 848 850 856 857 858 859 860 862 863 864 865 870 901 903 904 906 907 908 909 910 912 913 " +
  "914 915 916 917 918 919 920 925 928 931 936 937 940 941 949 951 952 954 956 970 971 972 973 978 979 980 985 989"
).split(" ");
/** Area codes whose second digit is 9 are kept for a longer plan and are nobody's: second phones have these. */
const SPARE_CODES = Array.from({ length: 80 }, (_, i) =>
  String((2 + Math.floor(i / 10)) * 100 + 90 + (i % 10)),
);
const SPARE_EXCHANGES = 45;
const SECOND_PHONES = SPARE_CODES.length * SPARE_EXCHANGES * 10_000;
const ACCOUNT = { factor: 7919, offset: 104_729, modulus: 10_000_000_019 } as const;
/** As many people can have a phone number of their own. */
export const PHONES = AREA_CODES.length * 10_000;

/**
 * Identifiers of the city's people as a pure function of their number. No table: a city of any size takes no memory.
 * Persons beyond `people` exist too; campaigns by `inject` use them for subjects that occur nowhere else.
 */
export class Identities {
  readonly #plates: Permutation;
  readonly #phones: Permutation;
  readonly #secondPhones: Permutation;

  constructor(random: RandomStream) {
    const keys = random.fork("identities");
    this.#plates = new Permutation(PLATES, keys.word(1), keys.word(2));
    this.#phones = new Permutation(PHONES, keys.word(3), keys.word(4));
    this.#secondPhones = new Permutation(SECOND_PHONES, keys.word(5), keys.word(6));
  }

  plate(person: number): SubjectJson {
    const dealt = this.#plates.forward(person % PLATES);
    const letters = Math.floor(dealt / 10_000);
    const size = LETTERS.length;
    const text =
      LETTERS[Math.floor(letters / (size * size))]! +
      LETTERS[Math.floor(letters / size) % size]! +
      LETTERS[letters % size]!;
    return { type: "plate", id: text + String(dealt % 10_000).padStart(4, "0") };
  }

  phone(person: number): SubjectJson {
    const dealt = this.#phones.forward(person % PHONES);
    const area = AREA_CODES[Math.floor(dealt / 10_000)]!;
    return { type: "phone", id: `+1${area}555${String(dealt % 10_000).padStart(4, "0")}` };
  }

  person(person: number): SubjectJson {
    return { type: "person", id: `P${String(person).padStart(8, "0")}` };
  }

  /** The number of a second phone, for whoever has one. */
  secondPhone(person: number): SubjectJson {
    const dealt = this.#secondPhones.forward(person % SECOND_PHONES);
    const [head, digits] = [Math.floor(dealt / 10_000), String(dealt % 10_000).padStart(4, "0")];
    const area = SPARE_CODES[head % SPARE_CODES.length]!;
    return { type: "phone", id: `+1${area}${555 + Math.floor(head / SPARE_CODES.length)}${digits}` };
  }

  account(person: number): SubjectJson {
    const number = (person * ACCOUNT.factor + ACCOUNT.offset) % ACCOUNT.modulus;
    return { type: "account", id: `AC${String(number).padStart(10, "0")}` };
  }

  /** Whose identifier this is, and whether that of a second phone; undefined where it has none of these forms. */
  ownerOf({ type, id }: SubjectJson): { readonly person: number; readonly second: boolean } | undefined {
    if (type === "phone") return this.#phoneOwner(id);
    const person =
      type === "plate"
        ? this.#plateOwner(id)
        : type === "person"
          ? number(/^P(\d{8,9})$/, id)
          : accountOwner(id);
    return person === undefined ? undefined : { person, second: false };
  }

  #phoneOwner(id: string): { readonly person: number; readonly second: boolean } | undefined {
    const [, area, exchange, digits] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(id) ?? [];
    if (area === undefined) return undefined;
    if (area[1] === "9") {
      const [code, block] = [SPARE_CODES.indexOf(area), Number(exchange) - 555];
      if (code < 0 || block < 0 || block >= SPARE_EXCHANGES) return undefined;
      const dealt = (block * SPARE_CODES.length + code) * 10_000 + Number(digits);
      return { person: this.#secondPhones.inverse(dealt), second: true };
    }
    const code = AREA_CODES.indexOf(area);
    if (code < 0 || exchange !== "555") return undefined;
    return { person: this.#phones.inverse(code * 10_000 + Number(digits)), second: false };
  }

  #plateOwner(id: string): number | undefined {
    if (!/^[A-Z]{3}\d{4}$/.test(id)) return undefined;
    let letters = 0;
    for (const letter of id.slice(0, 3)) {
      const digit = LETTERS.indexOf(letter);
      if (digit < 0) return undefined;
      letters = letters * LETTERS.length + digit;
    }
    return this.#plates.inverse(letters * 10_000 + Number(id.slice(3)));
  }
}

function number(form: RegExp, id: string): number | undefined {
  const digits = form.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Fewer than three million people: the product has wrapped twice at most. */
function accountOwner(id: string): number | undefined {
  const dealt = number(/^AC(\d{10,11})$/, id);
  if (dealt === undefined) return undefined;
  for (const wraps of [0, 1, 2]) {
    const person = (dealt + wraps * ACCOUNT.modulus - ACCOUNT.offset) / ACCOUNT.factor;
    if (Number.isInteger(person) && person >= 0 && person < 3_000_000) return person;
  }
  return undefined;
}
