public static class FilesOf
{
    // Whoever iterates owns what comes.
    public static IEnumerable<FileStream> Open(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            yield return File.OpenRead(path);
    }

    public static long TotalLength(IEnumerable<string> paths)
    {
        long total = 0;
        foreach (FileStream file in Open(paths))
        {
            using (file)
                total += file.Length;
        }

        return total;
    }
}
