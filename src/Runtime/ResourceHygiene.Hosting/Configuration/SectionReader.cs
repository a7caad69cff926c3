using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ResourceHygiene.Hosting.Configuration;

/// <summary>
/// Reads one configuration section strictly: what is not asked for by the time <see cref="Close"/> is called is an unknown
/// key, and what cannot be meant is an error. Errors name the full key path, the value and the remedy, and are collected,
/// so that one start shows all of them. No reflection: the program may be trimmed.
/// </summary>
internal sealed class SectionReader
{
    private readonly Dictionary<string, IConfigurationSection> _children;
    private readonly SortedSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors;
    private readonly string _path;

    public SectionReader(IConfiguration section, string path, List<string> errors)
    {
        _children = section.GetChildren().ToDictionary(static child => child.Key, StringComparer.OrdinalIgnoreCase);
        _path = path;
        _errors = errors;
        // An empty object or list has no children and an empty or no value.
        if (section is IConfigurationSection { Value: { Length: > 0 } value })
            errors.Add($"{path}: '{value}' stands where settings are expected; write an object with keys.");
    }

    /// <summary>Reads the settings of a section below, if it is there.</summary>
    public void Section(string key, Action<SectionReader> read)
    {
        if (TryTake(key, out var child))
        {
            var reader = new SectionReader(child, child.Path, _errors);
            read(reader);
            reader.Close();
        }
    }

    /// <summary>Reads a section below whose keys are names that the user chooses.</summary>
    public void Map(string key, Action<string, SectionReader> read)
    {
        if (!TryTake(key, out var child))
            return;

        var map = new SectionReader(child, child.Path, _errors);
        foreach (var (name, entry) in map._children)
        {
            var reader = new SectionReader(entry, entry.Path, _errors);
            read(name, reader);
            reader.Close();
        }
    }

    /// <summary>Reads a section below whose keys are names that the user chooses, with one value each.</summary>
    public void Values(string key, Action<SectionReader, string> read)
    {
        if (!TryTake(key, out var child))
            return;

        var map = new SectionReader(child, child.Path, _errors);
        foreach (var name in map._children.Keys)
            read(map, name);
    }

    public void Text(string key, Action<string> set)
    {
        if (TryTakeValue(key, out var text))
            set(text);
    }

    public void Flag(string key, Action<bool> set) => Value(key, "true or false", bool.TryParse, set);

    public void Integer(string key, int least, int most, Action<int> set) => Value<int>(
        key,
        $"a whole number from {Number(least)} to {Number(most)}",
        (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most,
        set);

    public void Weight(string key, Action<double> set) => Value<double>(
        key,
        "a number from 0",
        static (string text, out double value) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= 0 && double.IsFinite(value),
        set);

    public void Share(string key, Action<double> set) => Value(key, "a share from 0 to 1, or a percentage such as 85 %", Quantity.TryShare, set);

    public void Bytes(string key, Action<long> set) => Value(key, "a size such as 512 MB, 2 GiB or 1000000", Quantity.TryBytes, set);

    /// <summary>Reads a time of more than 0.</summary>
    public void Duration(string key, Action<TimeSpan> set) => Value<TimeSpan>(
        key,
        "a time longer than 0, such as 00:05:00, 200 ms, 5 s, 2 min or 1 h",
        static (string text, out TimeSpan value) => Quantity.TryDuration(text, out value) && value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue,
        set);

    /// <summary>Reads a time that may be 0.</summary>
    public void Grace(string key, Action<TimeSpan> set) => Value<TimeSpan>(
        key,
        "a time from 0, such as 00:00:01, 200 ms or 5 s",
        static (string text, out TimeSpan value) => Quantity.TryDuration(text, out value) && value >= TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue,
        set);

    /// <summary>Reads a time of more than 0, or <c>off</c>.</summary>
    public void DurationOrOff(string key, Action<TimeSpan?> set) => Value<TimeSpan?>(
        key,
        "a time longer than 0, such as 00:05:00, 5 s or 2 min, or 'off'",
        static (string text, out TimeSpan? value) =>
        {
            value = null;
            if (text.Trim().Equals("off", StringComparison.OrdinalIgnoreCase))
                return true;
            if (!Quantity.TryDuration(text, out var time) || time <= TimeSpan.Zero || time.TotalMilliseconds > int.MaxValue)
                return false;

            value = time;
            return true;
        },
        set);

    /// <summary>Reads a time of more than 0, or <c>infinite</c>.</summary>
    public void Deadline(string key, Action<TimeSpan> set) => Value<TimeSpan>(
        key,
        "a time longer than 0, such as 00:00:05, 200 ms or 5 s, or 'infinite'",
        static (string text, out TimeSpan value) => TryInfinite(text, out value)
            || (Quantity.TryDuration(text, out value) && value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue),
        set);

    /// <summary>Reads a limited or unlimited amount of time.</summary>
    public void Budget(string key, Action<TimeSpan> set) => Value<TimeSpan>(
        key,
        "a time from 0 to 24 days, such as 00:00:05, 200 ms or 5 s, or 'infinite'",
        static (string text, out TimeSpan value) => TryInfinite(text, out value)
            || (Quantity.TryDuration(text, out value) && value >= TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue),
        set);

    public void Choice<T>(string key, Action<T> set, params (string Name, T Value)[] choices) => Value<T>(
        key,
        Alternatives(choices.Select(static choice => choice.Name)),
        (string text, out T value) =>
        {
            foreach (var choice in choices)
            {
                if (choice.Name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
                {
                    value = choice.Value;
                    return true;
                }
            }
            value = default!;
            return false;
        },
        set);

    /// <summary>The words of an enumeration.</summary>
    public static (string Name, T Value)[] ChoicesOf<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(static value => (value.ToString(), value))];

    /// <summary>Reports a fault that more than one setting has part in.</summary>
    public void Fault(string message) => _errors.Add($"{_path}: {message}");

    /// <summary>Reports what nobody asked for.</summary>
    public void Close()
    {
        foreach (var (key, child) in _children)
        {
            if (_known.Contains(key))
                continue;

            var nearest = _known.MinBy(known => Distance(known, key));
            var meant = nearest is not null && Distance(nearest, key) <= Math.Max(1, key.Length / 3) ? $" Did you mean '{nearest}'?" : "";
            var value = child.Value is { } text ? $" (value '{text}')" : "";
            _errors.Add($"{child.Path}: there is no such setting{value}.{meant} Known here: {string.Join(", ", _known)}.");
        }
    }

    private static bool TryInfinite(string text, out TimeSpan value)
    {
        value = Timeout.InfiniteTimeSpan;
        return text.Trim().Equals("infinite", StringComparison.OrdinalIgnoreCase);
    }

    private delegate bool TryParse<T>(string text, out T value);

    private void Value<T>(string key, string expected, TryParse<T> parse, Action<T> set)
    {
        if (!TryTakeValue(key, out var text))
            return;
        if (parse(text, out var value))
            set(value);
        else
            _errors.Add($"{_path}:{key}: '{text}' is not valid; write {expected}.");
    }

    private bool TryTakeValue(string key, out string text)
    {
        text = "";
        if (!TryTake(key, out var child))
            return false;

        if (child.GetChildren().Any())
        {
            _errors.Add($"{child.Path}: settings stand where one value is expected; write a single value.");
            return false;
        }

        // null in a JSON file: as if it were not there.
        if (child.Value is null)
            return false;

        text = child.Value;
        return true;
    }

    private bool TryTake(string key, out IConfigurationSection child)
    {
        _known.Add(key);
        return _children.TryGetValue(key, out child!);
    }

    private static string Alternatives(IEnumerable<string> names) => $"one of {string.Join(", ", names)}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many letters must change to make one word of the other.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
