using System.Xml;
using System.Xml.Linq;

public static class Feeds
{
    public static List<string> Titles(string path)
    {
        List<string> titles = [];
        using FileStream stream = File.OpenRead(path);
        using XmlReader reader = XmlReader.Create(stream, new XmlReaderSettings { IgnoreWhitespace = true });
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, Name: "title" })
                titles.Add(reader.ReadElementContentAsString());
        }

        return titles;
    }

    public static XDocument Load(string path)
    {
        using StreamReader reader = File.OpenText(path);
        return XDocument.Load(reader);
    }

    public static string Write(XDocument document)
    {
        using StringWriter text = new();
        using (XmlWriter writer = XmlWriter.Create(text))
            document.Save(writer);
        return text.ToString();
    }
}
