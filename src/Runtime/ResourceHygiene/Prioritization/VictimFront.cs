namespace ResourceHygiene;

/// <summary>
/// The next few resources of one tier that have one action open to them, in order. Found by a scan that keeps the best
/// few: most runs take one or two, and sorting them all would cost many times as much. When they are used up, the next
/// scan keeps more.
/// </summary>
internal sealed class VictimFront
{
    private const int FirstLength = 16;
    private const int Growth = 16;

    private int[] _items = new int[FirstLength];
    private int _at;
    private int _count;
    private int _length = FirstLength;

    /// <summary>Whether nothing was left out for want of room.</summary>
    private bool _isComplete;

    public void Reset()
    {
        _at = _count = 0;
        _length = FirstLength;
        _isComplete = false;
    }

    /// <summary>The next one, or -1. Those that have lost the action meanwhile are passed over.</summary>
    public int Next(VictimTable table, int tier, VictimActions mask)
    {
        while (true)
        {
            while (_at < _count)
            {
                var index = _items[_at++];
                if ((table.ActionsOf(index) & mask) != 0)
                    return index;
            }
            if (_isComplete)
                return -1;

            Fill(table, tier, mask);
        }
    }

    /// <summary>Notes that a resource of the tier has got the action.</summary>
    public void Add(VictimTable table, int index)
    {
        // Where something was left out already, or nothing was looked for yet, the next scan finds it.
        if (!_isComplete && (_at == _count || table[_items[_count - 1]].IsBefore(table[index])))
            return;

        var from = _at;
        var to = _count;
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (table[_items[middle]].IsBefore(table[index]))
                from = middle + 1;
            else
                to = middle;
        }

        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        Array.Copy(_items, from, _items, from + 1, _count - from);
        _items[from] = index;
        _count++;
    }

    private void Fill(VictimTable table, int tier, VictimActions mask)
    {
        var length = Math.Min(_length, table.Count);
        _length = (int)Math.Min((long)_length * Growth, int.MaxValue);
        if (_items.Length < length)
            _items = new int[length];
        _at = 0;
        _count = 0;
        _isComplete = true;

        var tiers = table.Tiers;
        var actions = table.Actions;
        for (var i = 0; i < tiers.Length; i++)
        {
            if (tiers[i] != tier || (actions[i] & mask) == 0)
                continue;

            if (_count < length)
            {
                _items[_count++] = i;
                if (_count == length)
                    MakeHeap(table);
            }
            else
            {
                _isComplete = false;
                if (table[i].IsBefore(table[_items[0]]))
                {
                    _items[0] = i;
                    Sink(table, 0);
                }
            }
        }
        _items.AsSpan(0, _count).Sort(table.Comparison);
    }

    /// <summary>The last of those kept on top, where it is thrown out when a better one turns up.</summary>
    private void MakeHeap(VictimTable table)
    {
        for (var i = (_count / 2) - 1; i >= 0; i--)
            Sink(table, i);
    }

    private void Sink(VictimTable table, int position)
    {
        var item = _items[position];
        while (true)
        {
            var child = (2 * position) + 1;
            if (child >= _count)
                break;
            if (child + 1 < _count && table[_items[child]].IsBefore(table[_items[child + 1]]))
                child++;
            if (!table[item].IsBefore(table[_items[child]]))
                break;

            _items[position] = _items[child];
            position = child;
        }
        _items[position] = item;
    }
}
