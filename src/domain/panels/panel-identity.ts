/** What tells one plugged device from another; `port` is the socket of the PC, as the system names it. */
export type PanelIdentity = Readonly<{
  vendorId: number;
  productId: number;
  /** Which of the device's HID interfaces, -1 where the system does not say. */
  interfaceNo: number;
  /** Empty where the maker gave none; some makers give every device the same one. */
  serial: string;
  port: string;
}>;

function kindOf({ vendorId, productId, interfaceNo, serial }: PanelIdentity): string {
  return JSON.stringify([vendorId, productId, interfaceNo, serial]);
}

/**
 * Which of the devices that are plugged in is which of those that are known. The same socket decides first; what is left
 * is the same device in another socket, if there is only one known and one plugged of its kind. Where two could be
 * meant neither is, because a wrong pedal would act for another.
 */
export function matchPanels<Known extends PanelIdentity, Plugged extends PanelIdentity>(
  known: readonly Known[],
  plugged: readonly Plugged[],
): ReadonlyMap<Known, Plugged> {
  const found = new Map<Known, Plugged>();
  const free = new Set(plugged);
  const take = (one: Known, other: Plugged): void => {
    found.set(one, other);
    free.delete(other);
  };
  for (const one of known) {
    const same = [...free].find((each) => kindOf(each) === kindOf(one) && each.port === one.port);
    if (same !== undefined) take(one, same);
  }
  for (const one of known.filter((each) => !found.has(each))) {
    const rivals = known.filter((each) => !found.has(each) && kindOf(each) === kindOf(one));
    const left = [...free].filter((each) => kindOf(each) === kindOf(one));
    const [only] = left;
    if (rivals.length === 1 && left.length === 1 && only !== undefined) take(one, only);
  }
  return found;
}
