import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const MARK = 'stands-in-for';

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/**
 * An npm registry on the loopback interface with one real package, the tarball under test, and stand-ins for the
 * packages in `node_modules`: their package.json and nothing else, because a tarball of the AWS bindings is 40 MB. npm
 * itself resolves and installs, so peers and their ranges are judged as for a user; `linkRealPackages` then puts the
 * real ones in place.
 */
export class LoopbackRegistry {
  private readonly folder = mkdtempSync(join(tmpdir(), 'npm-registry-'));
  /** One tarball for a name for good: npm remembers its checksum. */
  private readonly described = new Map<string, string>();
  private readonly tarballs = new Map<string, Buffer>();
  private readonly server: Server;

  public constructor(
    private readonly installed: string,
    private readonly published: Readonly<Record<string, string>>,
    /** `{ typescript: 'ts7' }`: the folder of node_modules that stands for a package. */
    private readonly aliases: Readonly<Record<string, string>> = {},
  ) {
    this.server = createServer((request, response) => {
      const path = decodeURIComponent(request.url ?? '/').slice(1);
      const body = path.startsWith('tarballs/') ? this.tarballs.get(path.slice(9)) : this.describe(path);
      response.statusCode = body === undefined ? 404 : 200;
      response.end(body);
    });
  }

  /** The URL to give to npm. */
  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Replaces every stand-in under `node_modules` of a project by a link to the real package. */
  public linkRealPackages(project: string): void {
    const modules = join(project, 'node_modules');
    for (const name of packagesIn(modules)) {
      const file = join(modules, name, 'package.json');
      if (!(MARK in JSON.parse(readFileSync(file, 'utf8')))) continue;
      rmSync(join(modules, name), { recursive: true });
      symlinkSync(this.folderOf(name), join(modules, name));
    }
  }

  /** Takes the links away again, before npm looks: it would follow them into our own `node_modules`. */
  public unlinkRealPackages(project: string): void {
    const modules = join(project, 'node_modules');
    if (!existsSync(modules)) return;
    for (const name of packagesIn(modules)) {
      if (lstatSync(join(modules, name)).isSymbolicLink()) unlinkSync(join(modules, name));
    }
  }

  private get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  private folderOf(name: string): string {
    return join(this.installed, this.aliases[name] ?? name);
  }

  /** The document that npm asks for by package name. */
  private describe(name: string): string | undefined {
    const known = this.described.get(name);
    if (known !== undefined) return known;
    const tarball = this.published[name];
    if (tarball === undefined && !existsSync(join(this.folderOf(name), 'package.json'))) return undefined;
    const content = tarball === undefined ? this.standIn(name) : readFileSync(tarball);
    const file = `${name.replace('/', '-')}.tgz`;
    this.tarballs.set(file, content);
    const json = packageJsonOf(content);
    const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
    const version = { ...json, dist: { tarball: `${this.url}/tarballs/${file}`, integrity } };
    const tags = { latest: json.version };
    const document = JSON.stringify({ name, 'dist-tags': tags, versions: { [json.version]: version } });
    this.described.set(name, document);
    return document;
  }

  private standIn(name: string): Buffer {
    const real: PackageJson = JSON.parse(readFileSync(join(this.folderOf(name), 'package.json'), 'utf8'));
    const { version, peerDependencies, peerDependenciesMeta, bin, engines } = real;
    const packed = join(this.folder, name, 'package');
    mkdirSync(packed, { recursive: true });
    const json = { name, version, peerDependencies, peerDependenciesMeta, bin, engines, [MARK]: name };
    writeFileSync(join(packed, 'package.json'), JSON.stringify(json));
    for (const file of typeof bin === 'object' ? Object.values(bin) : [bin]) {
      if (file === undefined) continue;
      mkdirSync(dirname(join(packed, file)), { recursive: true });
      writeFileSync(join(packed, file), ''); // npm makes no command of a file that is not there
    }
    return execFileSync('tar', ['-cz', '-C', join(this.folder, name), 'package']);
  }
}

function packagesIn(modules: string): string[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
    );
}

function packageJsonOf(tarball: Buffer): PackageJson {
  return JSON.parse(execFileSync('tar', ['-xzO', 'package/package.json'], { input: tarball, encoding: 'utf8' }));
}
