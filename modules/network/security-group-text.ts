/** Made-up descriptions of groups and rules: AWS takes 255 characters of a fixed alphabet, names and paths may hold more. */
export function securityGroupText(text: string): string {
  return text.replace(/[^\w .:/()#,@[\]+=&;{}!$*-]/g, '-').slice(0, 255);
}
