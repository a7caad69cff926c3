using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Generators;

/// <summary>Writes lines of C# with indentation and <c>\n</c> line ends.</summary>
internal sealed class CodeWriter
{
    private const int IndentSize = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line() => _text.Append('\n');

    public void Line(string text)
    {
        if (text.Length > 0)
            _text.Append(' ', _depth * IndentSize).Append(text);
        _text.Append('\n');
    }

    /// <summary>Writes several lines, given as one literal, at the current depth.</summary>
    public void Lines(string text)
    {
        foreach (string line in text.Split('\n'))
            Line(line.TrimEnd('\r'));
    }

    /// <summary>Writes a header, an opening brace, and the closing one when disposed.</summary>
    public Scope Block(string header)
    {
        Line(header);
        return Block();
    }

    /// <summary>Writes an opening brace, and the closing one when disposed.</summary>
    public Scope Block()
    {
        Line("{");
        _depth++;
        return new Scope(this, braces: true);
    }

    /// <summary>Indents until disposed.</summary>
    public Scope Indent()
    {
        _depth++;
        return new Scope(this, braces: false);
    }

    public SourceText ToSourceText() => SourceText.From(_text.ToString(), Encoding.UTF8);

    public override string ToString() => _text.ToString();

    /// <summary>Ends what <see cref="Block()"/> or <see cref="Indent"/> began; only for <c>using</c>.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly CodeWriter _writer;
        private readonly bool _braces;

        public Scope(CodeWriter writer, bool braces)
        {
            _writer = writer;
            _braces = braces;
        }

        public void Dispose()
        {
            // The default value is no block.
            if (_writer is null)
                return;

            _writer._depth--;
            if (_braces)
                _writer.Line("}");
        }
    }
}
