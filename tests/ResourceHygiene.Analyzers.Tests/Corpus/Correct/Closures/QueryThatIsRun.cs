public static class Queries
{
    public static List<int> Bytes(string path, int[] positions)
    {
        using var file = File.OpenRead(path);
        return positions.Where(position => position < file.Length).Select(position =>
        {
            file.Position = position;
            return file.ReadByte();
        }).ToList();
    }

    public static bool HasAny(string path, int[] positions)
    {
        using var file = File.OpenRead(path);
        return positions.Any(position => position < file.Length);
    }
}
