public static class Config
{
    public static Dictionary<string, string> Read(string path)
    {
        Dictionary<string, string> values = [];
        using StreamReader reader = File.OpenText(path);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('=', 2) is [var key, var value])
                values[key.Trim()] = value.Trim();
        }

        return values;
    }
}
