namespace LeakyClips;

/// <summary>Mistakes that only some path of a method makes, and releases at the wrong time.</summary>
internal static class Exporter
{
    public static bool TryCopyHead(string from, string to, int bytes)
    {
        FileStream source = File.OpenRead(from); // RH1002: released below, but not when the file is too short
        if (source.Length < bytes)
            return false;
        using FileStream target = File.Create(to);
        byte[] head = new byte[bytes];
        source.ReadExactly(head);
        target.Write(head);
        source.Dispose();
        return true;
    }

    public static void WriteParts(string path, IEnumerable<string> lines)
    {
        var part = new StreamWriter(path + ".0");
        int count = 0;
        foreach (string line in lines)
        {
            if (++count % 1000 == 0)
                part = new StreamWriter(path + "." + count); // RH1005: the last part stays open, and what it still buffers is never written
            part.WriteLine(line);
        }

        part.Dispose();
    }

    public static Stream OpenThumbnail(string path)
    {
        using FileStream file = File.OpenRead(path);
        return file; // RH3005: closed before the caller gets to see it
    }

    public static long Append(string path, byte[] data)
    {
        FileStream file = File.OpenWrite(path); // RH1003: and if writing fails, it stays open
        file.Write(data);
        file.Dispose();
        return file.Length; // RH3003: it is closed already
    }

    /// <summary>Correct: whoever opened the source, the flag says whether it is released here.</summary>
    public static long Measure(string path, Stream? given)
    {
        bool owns = given is null;
        Stream source = given ?? File.OpenRead(path);
        try
        {
            return source.Length;
        }
        finally
        {
            if (owns)
                source.Dispose();
        }
    }
}
