/** How the shell is started. */
export type ShellCommand = Readonly<{
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
}>;

type Env = Readonly<Record<string, string | undefined>>;

/** TARAZY_SHELL_ARGS as a list; what is no list of words counts as none. */
function extraArgs(env: Env): string[] {
  try {
    const given: unknown = JSON.parse(env['TARAZY_SHELL_ARGS'] ?? '[]');
    return Array.isArray(given) ? given.filter((word) => typeof word === 'string') : [];
  } catch {
    return [];
  }
}

/**
 * The command for this machine, or null when there is no Electron to start or none is wanted. Chromium's sandbox
 * cannot be built as root, and only there it is left out.
 */
export function shellCommand(
  env: Env,
  home: string,
  appFolder: string,
  userId: number | undefined,
): ShellCommand | null {
  const command = env['TARAZY_ELECTRON'];
  if (env['TARAZY_NO_SHELL'] === '1' || command === undefined || command === '') return null;
  return {
    command,
    args: [...(userId === 0 ? ['--no-sandbox'] : []), ...extraArgs(env), env['TARAZY_SHELL'] ?? appFolder],
    env: { ...env, TARAZY_HOME: home, TARAZY_SHELL_KEPT: '1' },
  };
}
