/**
 * Whether digits are a phone number of a country, as libphonenumber says, which takes 30 µs for it. Numbers of sessions and
 * cases are mostly shorter than any phone number of the country, and then it need not be asked: reading only ever takes digits
 * away (prefixes), but for the few countries whose rules complete a local number.
 */
import { type CountryCode, isSupportedCountry, isValidPhoneNumber, Metadata } from "libphonenumber-js/max";

const shortest = new Map<string, number>();

/** `digits`: how many of them `text` has. */
export function isNational(text: string, digits: number, country: string): boolean {
  return digits >= fewestDigits(country) && isValidPhoneNumber(text, country as CountryCode);
}

function fewestDigits(country: string): number {
  let fewest = shortest.get(country);
  if (fewest === undefined) shortest.set(country, (fewest = readFewest(country)));
  return fewest;
}

function readFewest(country: string): number {
  if (!isSupportedCountry(country)) return 0;
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const plan = metadata.numberingPlan as unknown as {
    possibleLengths(): number[];
    nationalPrefixTransformRule(): string | undefined;
  };
  return plan.nationalPrefixTransformRule() ? 0 : Math.min(...plan.possibleLengths());
}
