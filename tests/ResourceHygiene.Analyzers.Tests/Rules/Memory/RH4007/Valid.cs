namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4007;

/// <summary>Temporary files and directories that are deleted, or that somebody else may delete.</summary>
public sealed class Valid
{
    [Theory]
    [InlineData("try { File.WriteAllText(path, text); } finally { File.Delete(path); }")]
    [InlineData("File.Delete(path);")]
    [InlineData("if (flag) File.Delete(path);")]
    [InlineData("new FileInfo(path).Delete();")]
    [InlineData("var info = new FileInfo(path); if (info.Exists) info.Delete();")]
    [InlineData("File.Delete(Path.GetFullPath(path));")]
    [InlineData("File.Move(path, text); ")]
    [InlineData("File.Move(path, text, overwrite: true);")]
    [InlineData("File.Replace(path, text, null);")]
    [InlineData("new FileInfo(path).MoveTo(text);")]
    [InlineData("using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, 4096, FileOptions.DeleteOnClose); file.Write(data);")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (s, e) => File.Delete(path);")]
    [InlineData("Action clean = () => File.Delete(path); clean();")]
    [InlineData("Clean(path); void Clean(string p) => File.Delete(p);")]
    public Task A_file_that_is_deleted_or_moved(string uses) => MemoryCode.InMethod($"string path = Path.GetTempFileName();\n{uses}");

    [Theory]
    [InlineData("string M() => Path.GetTempFileName();")]
    [InlineData("string M() { string path = Path.GetTempFileName(); File.WriteAllText(path, \"\"); return path; }")]
    [InlineData("FileInfo M() { string path = Path.GetTempFileName(); return new FileInfo(path); }")]
    [InlineData("Stream M() => File.OpenWrite(Path.GetTempFileName());")]
    [InlineData("string M() => Path.Combine(Directory.CreateTempSubdirectory().FullName, \"a.txt\");")]
    [InlineData("string M() { var directory = Directory.CreateTempSubdirectory(); return $\"{directory.FullName}/a.txt\"; }")]
    [InlineData("void M(out string path) { path = Path.GetTempFileName(); }")]
    [InlineData("string _path; void M() { _path = Path.GetTempFileName(); }")]
    [InlineData("readonly string _path = Path.GetTempFileName();")]
    [InlineData("string Path1 { get; } = Path.GetTempFileName();")]
    [InlineData("List<string> _all = new(); void M() { string path = Path.GetTempFileName(); _all.Add(path); }")]
    [InlineData("List<string> _all = new(); void M() { string path = Path.GetTempFileName(); _all.Add(Path.GetFullPath(path)); }")]
    [InlineData("IEnumerable<string> M() { yield return Path.GetTempFileName(); }")]
    [InlineData("(string, int) M() => (Path.GetTempFileName(), 1);")]
    [InlineData("string[] M() => new[] { Path.GetTempFileName() };")]
    [InlineData("Func<string> M() => () => Path.GetTempFileName();")]
    [InlineData("void M(Action<string> use) { string path = Path.GetTempFileName(); use(path); }")]
    [InlineData("void M() { Clean(Path.GetTempFileName()); } static extern void Clean(string path);")]
    [InlineData("void M(System.Diagnostics.ProcessStartInfo info) { info.WorkingDirectory = Directory.CreateTempSubdirectory().FullName; }")]
    public Task Somebody_else_has_the_path(string members) => MemoryCode.InClass(members);

    [Theory]
    [InlineData("directory.Delete(recursive: true);")]
    [InlineData("try { File.WriteAllText(Path.Combine(directory.FullName, \"a\"), text); } finally { directory.Delete(true); }")]
    [InlineData("Directory.Delete(directory.FullName, true);")]
    [InlineData("string path = directory.FullName; if (Directory.Exists(path)) Directory.Delete(path, true);")]
    [InlineData("Directory.Delete(directory.ToString(), true);")]
    [InlineData("Directory.Move(directory.FullName, text);")]
    [InlineData("directory.MoveTo(text);")]
    public Task A_directory_that_is_deleted_or_moved(string uses) => MemoryCode.InMethod($"DirectoryInfo directory = Directory.CreateTempSubdirectory();\n{uses}");

    [Theory]
    [InlineData("using (var reader = new StreamReader(text)) reader.Read(); File.Delete(text); using (var writer = new StreamWriter(text)) writer.Write(1); File.Delete(text);")]
    [InlineData("using (var file = new Wrapper(text)) file.Use(); File.Delete(text); using (var file = new Wrapper(text)) file.Use(); File.Delete(text); } class Wrapper : IDisposable { readonly FileStream _f; public Wrapper(string p) => _f = File.OpenRead(p); public void Use() { } public void Dispose() => _f.Dispose();")]
    [InlineData("File.Delete(text); File.WriteAllText(text, text); File.Delete(text);")]
    [InlineData("var info = new DirectoryInfo(text); info.Delete(); info.Delete(); if (info.Exists) info.Create();")]
    [InlineData("var info = new FileInfo(text); info.Delete(); info.Refresh(); Console.WriteLine(info.Exists);")]
    public Task Deleting_is_no_release_of_what_names_it(string statements) => MemoryCode.InMethod(statements);

    [Theory]
    [InlineData("Run($\"-o {path}\"); static void Run(string arguments) => Console.WriteLine(arguments);")]
    [InlineData("Run(\"-o \" + path + \" -v\"); static void Run(string arguments) => Console.WriteLine(arguments);")]
    [InlineData("string unix = path.Replace('/', '|'); File.Delete(unix);")]
    public Task A_file_whose_path_went_elsewhere_in_a_text(string uses) => MemoryCode.InMethod($"string path = Path.GetTempFileName();\n{uses}");
}
