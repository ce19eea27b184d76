import { Panels } from "./panels";
import { Training } from "./training";

export default function Page() {
  return (
    <main>
      <h1>Unnoise in Next.js</h1>
      <Panels />
      <Training />
    </main>
  );
}
