public static class Comparison
{
    public static IEnumerable<int> Differences(string left, string right)
    {
        using FileStream first = File.OpenRead(left), second = File.OpenRead(right);
        for (int i = 0; ; i++)
        {
            int a = first.ReadByte(), b = second.ReadByte();
            if (a < 0 || b < 0)
                yield break;
            if (a != b)
                yield return i;
        }
    }
}
