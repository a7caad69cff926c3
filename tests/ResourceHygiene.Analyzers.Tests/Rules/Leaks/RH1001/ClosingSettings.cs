namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Settings say whether an XML reader or writer closes what is underneath.</summary>
public sealed class ClosingSettings
{
    [Theory]
    [InlineData("var settings = new XmlReaderSettings { CloseInput = true }; var file = File.OpenRead(path); using var reader = XmlReader.Create(file, settings);")]
    [InlineData("var settings = new XmlReaderSettings(); settings.CloseInput = true; var file = File.OpenRead(path); using var reader = XmlReader.Create(file, settings);")]
    [InlineData("var file = File.OpenRead(path); using var reader = XmlReader.Create(file, new XmlReaderSettings { CloseInput = flag });")]
    [InlineData("using var reader = XmlReader.Create(File.OpenRead(path), new XmlReaderSettings { CloseInput = true });")]
    [InlineData("var file = File.Create(path); using var writer = XmlWriter.Create(file, new XmlWriterSettings { CloseOutput = true, Indent = true });")]
    public Task It_is_closed(string statements) => LeakCode.InFile($"using System.Xml; class C {{ void M(string path, bool flag) {{ {statements} }} }}");

    [Theory]
    [InlineData("var file = [|File.OpenRead(path)|]; using var reader = XmlReader.Create(file);")]
    [InlineData("var file = [|File.OpenRead(path)|]; using var reader = XmlReader.Create(file, new XmlReaderSettings { IgnoreComments = true });")]
    [InlineData("var file = [|File.OpenRead(path)|]; using var reader = XmlReader.Create(file, new XmlReaderSettings { CloseInput = false });")]
    [InlineData("var settings = new XmlReaderSettings { IgnoreComments = true }; using var reader = XmlReader.Create({|RH1004:File.OpenRead(path)|}, settings);")]
    [InlineData("var file = [|File.Create(path)|]; using var writer = XmlWriter.Create(file, new XmlWriterSettings { Indent = true });")]
    public Task It_stays_open(string statements) => LeakCode.InFile($"using System.Xml; class C {{ void M(string path) {{ {statements} }} }}");
}
