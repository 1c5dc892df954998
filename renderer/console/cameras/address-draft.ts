import type { Seat } from '#domain/seats.ts';
import type { CameraAddress, CameraControlShown } from '#contract/cameras.ts';

/** A camera's control address as it is being typed. */
export type AddressDraft = Readonly<{
  protocol: CameraAddress['protocol'];
  host: string;
  port: string;
  user: string;
  /** Null: not touched, the one that is kept stays. */
  password: string | null;
}>;

/** Where makers listen; see `native/camera-control`. */
const usualPorts = { visca: '52381', onvif: '80' } as const;

/** What is kept of a camera; else an empty form, for a camera of the network with what its address says already. */
export function draftOf(control: CameraControlShown | undefined, device: Seat['device'] | undefined): AddressDraft {
  if (control === undefined) {
    const isOfNetwork = device?.path === 'network' && URL.canParse(device.url);
    const host = isOfNetwork ? new URL(device.url).hostname.replace(/^\[|\]$/g, '') : '';
    const protocol = isOfNetwork ? 'onvif' : 'visca';
    return { protocol, host, port: usualPorts[protocol], user: '', password: '' };
  }
  const { protocol, host, port, user, hasPassword } = control;
  return { protocol, host, port: String(port), user, password: hasPassword ? null : '' };
}

/** Another way of control has another usual port; one that somebody typed stays. */
export function withProtocol(draft: AddressDraft, protocol: AddressDraft['protocol']): AddressDraft {
  const isUsual = draft.port === '' || draft.port === usualPorts[draft.protocol];
  return { ...draft, protocol, port: isUsual ? usualPorts[protocol] : draft.port };
}

/** The address as the hall is asked with it; null while it cannot be one. */
export function addressOf({ protocol, host, port, user, password }: AddressDraft): CameraAddress | null {
  const portNo = Number(port);
  const isAddress = /^[0-9A-Za-z.:_-]+$/.test(host.trim()) && Number.isInteger(portNo) && portNo > 0 && portNo < 65_536;
  return isAddress ? { protocol, host: host.trim(), port: portNo, user: user.trim(), password } : null;
}
