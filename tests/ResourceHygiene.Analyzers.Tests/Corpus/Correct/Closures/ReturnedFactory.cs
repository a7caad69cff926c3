public static class Factories
{
    // Each call opens a file of its own.
    public static Func<FileStream> Opener(string path) => () => File.OpenRead(path);

    public static Func<int> Counter(string path)
    {
        long length;
        using (FileStream file = File.OpenRead(path))
            length = file.Length;
        return () => (int)length;
    }
}
