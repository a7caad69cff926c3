public static class Concatenation
{
    public static void Join(string first, string second, string target)
    {
        using (FileStream a = File.OpenRead(first), b = File.OpenRead(second))
        using (FileStream output = new(target, FileMode.Create))
        {
            a.CopyTo(output);
            b.CopyTo(output);
        }
    }
}
