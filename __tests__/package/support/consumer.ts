import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LoopbackRegistry } from './loopback-registry';
import { type Finished, run } from './run';

/** Projects that install the packed library from a registry of their own, as users will from the public one. */
export class Consumers {
  private readonly registry: LoopbackRegistry;
  private url: string | undefined;

  public constructor(
    root: string,
    private readonly folder: string,
    tarball: string,
  ) {
    const published = { 'cdktf-aws-containers': tarball };
    this.registry = new LoopbackRegistry(join(root, 'node_modules'), published, { typescript: 'ts7' });
  }

  /** A folder with an empty package.json. */
  public project(name: string): string {
    const project = join(this.folder, name);
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name, private: true }));
    return project;
  }

  /** Runs a line of a shell in a project. */
  public async run(line: string, project: string): Promise<Finished> {
    this.url ??= await this.registry.start();
    const npm = {
      npm_config_registry: this.url,
      npm_config_cache: join(this.folder, 'cache'),
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    };
    if (!line.startsWith('npm install')) return run(line, project, npm);
    this.registry.unlinkRealPackages(project);
    const finished = await run(line, project, npm);
    this.registry.linkRealPackages(project);
    return finished;
  }

  public close(): void {
    this.registry.close();
  }
}
