// not exception-safe on purpose
public static class Sizes
{
    public static long Sum(IEnumerable<string> paths)
    {
        List<FileStream> files = paths.Select(File.OpenRead).ToList();
        long sum = files.Sum(static file => file.Length);
        files.ForEach(static file => file.Dispose());
        return sum;
    }

    public static long SumOfArray(string[] paths)
    {
        FileStream[] files = Array.ConvertAll(paths, File.OpenRead);
        long sum = 0;
        foreach (FileStream file in files)
            sum += file.Length;
        Array.ForEach(files, static file => file.Dispose());
        return sum;
    }
}
