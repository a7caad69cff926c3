public static class Words
{
    public static IEnumerable<string> Of(string path)
    {
        string text;
        using (var reader = new StreamReader(path))
            text = reader.ReadToEnd();
        foreach (string word in text.Split(' '))
            yield return word;
    }
}
