public static class Folder
{
    public static IEnumerable<int> FirstBytes(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            int first;
            using (FileStream file = File.OpenRead(path))
                first = file.ReadByte();
            yield return first;
        }
    }
}
